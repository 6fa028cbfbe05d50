/** Who a customer is: an invented company and its people. Stems are made of syllables, so no real company is meant. */
import type { Random } from './random.ts'

export interface Company {
  name: string
  /** Ends in `.invalid` (RFC 2606): mail to it can never arrive anywhere. */
  domain: string
  industry: string
  country: string
  timeZone: string
  /** Standard time; people's habits do not follow the clock change, which is close enough. */
  utcOffsetHours: number
  southern: boolean
  /** Share of a weekday's activity on Saturday and Sunday. */
  weekendShare: number
}

export const owners = [
  'amara.lindqvist',
  'bruno.castell',
  'chiyo.adeyemi',
  'dario.whitlock',
  'elin.okafor',
  'farid.novak',
  'greta.solberg',
  'hana.petrides',
].map((name) => `${name}@lumendesk.invalid`)

const industries: Record<string, { names: readonly string[]; weekendShare: number }> = {
  architecture: { names: ['Architects', 'Design Partners', 'Spaces', 'Planworks'], weekendShare: 0.1 },
  construction: { names: ['Builders', 'Contracting', 'Groundworks', 'Joinery'], weekendShare: 0.3 },
  consulting: { names: ['Advisory', 'Consulting', 'Partners', 'Associates'], weekendShare: 0.12 },
  education: { names: ['Academy', 'Learning', 'Tutors', 'Campus'], weekendShare: 0.15 },
  engineering: { names: ['Engineering', 'Systems', 'Dynamics', 'Survey'], weekendShare: 0.1 },
  events: { names: ['Events', 'Stages', 'Gatherings', 'Festivals'], weekendShare: 0.75 },
  healthcare: { names: ['Clinics', 'Care', 'Therapeutics', 'Diagnostics'], weekendShare: 0.4 },
  hospitality: { names: ['Hotels', 'Kitchens', 'Catering', 'Retreats'], weekendShare: 0.8 },
  logistics: { names: ['Freight', 'Logistics', 'Cargo', 'Haulage'], weekendShare: 0.5 },
  marketing: { names: ['Studio', 'Creative', 'Media', 'Campaigns'], weekendShare: 0.15 },
  nonprofit: { names: ['Foundation', 'Trust', 'Alliance', 'Outreach'], weekendShare: 0.25 },
  retail: { names: ['Outfitters', 'Goods', 'Stores', 'Supply'], weekendShare: 0.7 },
  software: { names: ['Labs', 'Software', 'Digital', 'Data'], weekendShare: 0.15 },
}

const places = [
  { country: 'US', timeZone: 'America/New_York', utcOffsetHours: -5, southern: false, weight: 20 },
  { country: 'US', timeZone: 'America/Chicago', utcOffsetHours: -6, southern: false, weight: 10 },
  { country: 'US', timeZone: 'America/Los_Angeles', utcOffsetHours: -8, southern: false, weight: 12 },
  { country: 'CA', timeZone: 'America/Toronto', utcOffsetHours: -5, southern: false, weight: 6 },
  { country: 'BR', timeZone: 'America/Sao_Paulo', utcOffsetHours: -3, southern: true, weight: 4 },
  { country: 'GB', timeZone: 'Europe/London', utcOffsetHours: 0, southern: false, weight: 14 },
  { country: 'DE', timeZone: 'Europe/Berlin', utcOffsetHours: 1, southern: false, weight: 10 },
  { country: 'FR', timeZone: 'Europe/Paris', utcOffsetHours: 1, southern: false, weight: 6 },
  { country: 'SE', timeZone: 'Europe/Stockholm', utcOffsetHours: 1, southern: false, weight: 4 },
  { country: 'IN', timeZone: 'Asia/Kolkata', utcOffsetHours: 5.5, southern: false, weight: 6 },
  { country: 'SG', timeZone: 'Asia/Singapore', utcOffsetHours: 8, southern: false, weight: 3 },
  { country: 'AU', timeZone: 'Australia/Sydney', utcOffsetHours: 10, southern: true, weight: 5 },
] as const

const onsets = ['Bre', 'Cal', 'Dor', 'El', 'Fen', 'Gal', 'Hol', 'Ivo', 'Jun', 'Kes', 'Lor', 'Mar', 'Nov', 'Oth', 'Pel']
const moreOnsets = ['Quen', 'Rav', 'Sel', 'Tam', 'Ul', 'Ver', 'Wen', 'Xan', 'Yor', 'Zel', 'Bram', 'Cor', 'Dun', 'Ash']
const middles = ['a', 'be', 'ca', 'de', 'fi', 'go', 'hi', 'ka', 'la', 'me', 'no', 'ri', 'so', 'ta', 'vi', 'zu']
const codas = ['dan', 'feld', 'gard', 'lith', 'mere', 'mont', 'nix', 'quist', 'rell', 'stead', 'thorne', 'vane', 'wick']

/** A company whose name is not yet in `taken`, which it joins. */
export function inventCompany(random: Random, taken: Set<string>): Company {
  const industry = random.pick(Object.keys(industries))
  const { names, weekendShare } = industries[industry] as { names: readonly string[]; weekendShare: number }
  let name: string
  do {
    name = `${random.pick([...onsets, ...moreOnsets])}${random.pick(middles)}${random.pick(codas)} ${random.pick(names)}`
  } while (taken.has(name))
  taken.add(name)
  const place = places[Number(random.weighted(placeWeights))] as (typeof places)[number]
  const { country, timeZone, utcOffsetHours, southern } = place
  const domain = `${name.toLowerCase().replaceAll(' ', '-')}.invalid`
  return { name, domain, industry, country, timeZone, utcOffsetHours, southern, weekendShare }
}

const placeWeights = Object.fromEntries(places.map((place, index) => [String(index), place.weight]))

const firstNames =
  'Ada Amir Anika Ben Bianca Carlos Chloe Daan Divya Elena Emeka Fatima Felix Freya Gabriel Hana Hugo Imani Ines Ivan Jana Jonas Kaito Kemi Lara Leon Lucia Maja Malik Mei Milo Nadia Nils Noor Olga Omar Paula Priya Rafael Rosa Sam Sara Sofia Tariq Theo Tomas Uma Vera Viktor Wanda Yara Yusuf Zoe'.split(
    ' ',
  )
const lastNames =
  'Abara Almeida Andersen Bakker Banerjee Becker Bianchi Chen Costa Diallo Dubois Eriksen Farah Ferreira Fischer Garcia Gupta Haddad Hansen Hoffman Ibrahim Ito Jansen Johansson Kaya Keller Khan Kowalski Larsen Lopez Martins Mensah Meyer Moreau Nakamura Nguyen Novak Okoye Olsen Park Patel Petrov Quinn Reyes Rossi Sato Schmidt Silva Singh Tanaka Torres Vance Weber Yilmaz Zhang'.split(
    ' ',
  )

const championRole = 'Operations Lead'
const jobRoles = ['Project Manager', 'Team Lead', 'Coordinator', 'Designer', 'Analyst', 'Finance Manager', 'Director']

export interface Person {
  name: string
  email: string
  jobRole: string
}

/** `isChampion`: the one who brought the product in and trains the others. `number` keeps addresses apart. */
export function inventPerson(random: Random, company: Company, number: number, isChampion: boolean): Person {
  const first = random.pick(firstNames)
  const last = random.pick(lastNames)
  return {
    name: `${first} ${last}`,
    email: `${first}.${last}${number === 0 ? '' : number}@${company.domain}`.toLowerCase(),
    jobRole: isChampion ? championRole : random.pick(jobRoles),
  }
}
