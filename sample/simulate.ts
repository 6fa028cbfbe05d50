/**
 * A simulated SaaS venture for the first run: files as a customer's own systems would export them, with a hidden reason
 * behind every departure. All of it is invented and says so; see `ventureDescription`.
 */
import { mkdir } from 'node:fs/promises'
import { addInvoices, addSubscriptions, contractsOf, invoiceHeader, subscriptionHeader } from './billing.ts'
import { addMonths, type Day, dayOf, isoDay, isoInstant } from './calendar.ts'
import { type Company, inventCompany, inventPerson, owners } from './company.ts'
import { CsvFile } from './csv-file.ts'
import { plans, segmentOf } from './product.ts'
import { Random } from './random.ts'
import { type Story, tellStory } from './story.ts'
import { simulateTickets, ticketHeader } from './support.ts'
import { type SimulatedUser, simulateUsage } from './usage.ts'
import { churnEventHeader, simulateChurnEvents, simulateSurveys, surveyHeader } from './voices.ts'

export interface SimulationOptions {
  /** The same seed gives the same files, byte by byte. */
  seed: number
  customers?: number
  months?: number
  /** The last day with data, YYYY-MM-DD. A working day shows the venture at its liveliest. */
  endOn?: string
}

export interface Simulation {
  /** Full paths, in the order of import: customers before users before what they do. */
  files: string[]
  counts: Record<
    | 'customers'
    | 'users'
    | 'subscriptions'
    | 'usageEvents'
    | 'supportTickets'
    | 'surveyResponses'
    | 'churnEvents'
    | 'invoices',
    number
  >
}

const customerHeader =
  'external_id,name,industry,country,segment,plan,seats,is_trial,owner_email,time_zone,signed_up_at'.split(',')
const userHeader = 'external_id,customer,name,email,job_role,email_consent,consent_at,created_at'.split(',')
const usageHeader = 'event_id,user,occurred_at,kind,feature,quantity,duration_seconds'.split(',')

/** Writes the venture's CSV files into `folder`, which is made when absent. Columns are the import's canonical fields. */
export async function simulateVenture(options: SimulationOptions, folder: string): Promise<Simulation> {
  const { seed, customers: count = 2000, months = 14, endOn = '2026-10-30' } = options
  const lastDay = dayOf(endOn)
  const firstDay = addMonths(lastDay + 1, -months)
  const files = {
    customers: new CsvFile('customers.csv', customerHeader),
    users: new CsvFile('users.csv', userHeader),
    subscriptions: new CsvFile('subscriptions.csv', subscriptionHeader),
    usageEvents: new CsvFile('usage.csv', usageHeader),
    supportTickets: new CsvFile('tickets.csv', ticketHeader),
    surveyResponses: new CsvFile('surveys.csv', surveyHeader),
    churnEvents: new CsvFile('churn_events.csv', churnEventHeader),
    invoices: new CsvFile('invoices.csv', invoiceHeader),
  }
  const names = new Set<string>()
  for (let number = 1; number <= count; number++) {
    const random = new Random(seed, number)
    const company = inventCompany(random, names)
    const story = tellStory(random, firstDay, lastDay)
    const externalId = `C${String(number).padStart(5, '0')}`
    const { medianSeats, spread } = plans[story.plan]
    const seats = Math.max(1, Math.round(random.logNormal(medianSeats, spread)))
    const contracts = contractsOf(random, story, seats, lastDay)
    const users = addUsers(random, { externalId, company, story, seats }, lastDay, files.users)
    const customer = { externalId, company, story, seats, contracts, users }
    const current = contracts.at(-1)
    files.customers.add([
      externalId,
      company.name,
      company.industry,
      company.country,
      segmentOf(current?.seats ?? seats),
      current?.plan ?? story.plan,
      current?.seats ?? seats,
      current?.isTrial ?? false,
      random.pick(owners),
      company.timeZone,
      isoDay(story.signupOn),
    ])
    addSubscriptions(random, customer, lastDay, files.subscriptions)
    addInvoices(random, customer, lastDay, files.invoices)
    simulateUsage(random, customer, lastDay, files.usageEvents)
    simulateTickets(random, customer, lastDay, files.supportTickets)
    simulateSurveys(random, customer, lastDay, files.surveyResponses)
    simulateChurnEvents(random, customer, files.churnEvents)
  }
  await mkdir(folder, { recursive: true })
  const paths: string[] = []
  for (const file of Object.values(files)) paths.push(await file.save(folder))
  const counts = Object.fromEntries(Object.entries(files).map(([key, file]) => [key, file.rowCount]))
  return { files: paths, counts: counts as Simulation['counts'] }
}

function addUsers(
  random: Random,
  customer: { externalId: string; company: Company; story: Story; seats: number },
  lastDay: Day,
  file: CsvFile,
): SimulatedUser[] {
  const { externalId, company, story, seats } = customer
  const wanted = Math.min(seats, 8, 1 + Math.floor(random.waiting(0.7 + Math.sqrt(seats) / 4)))
  const users: SimulatedUser[] = []
  const diligence = random.logNormal(0.75, 0.4)
  for (let number = 0; number < wanted; number++) {
    const isChampion = number === 0
    const delay = isChampion ? random.between(0.3, 0.6) : random.between(0.5, 1) + random.waiting(number < 4 ? 9 : 60)
    const createdAt = story.signupOn + delay
    if (createdAt >= Math.min(lastDay + 1, story.churnedOn ?? Infinity)) break
    const person = inventPerson(random, company, number, isChampion)
    const consent = random.weighted({ granted: 87, withdrawn: 5, none: 8 })
    const consentAt = consent === 'granted' ? createdAt + 0.01 : createdAt + random.between(5, 200)
    const isRecorded = consent !== 'none' && consentAt < lastDay + 1
    const user = {
      externalId: `U${file.rowCount + 1}`,
      isChampion,
      createdAt,
      habit: Math.min(0.8, diligence * (isChampion ? random.between(0.14, 0.42) : random.between(0.02, 0.1))),
      usualHour: random.normal(10.5, 1.8),
    }
    users.push(user)
    file.add([
      user.externalId,
      externalId,
      person.name,
      person.email,
      person.jobRole,
      isRecorded ? consent : null,
      isRecorded ? isoInstant(consentAt) : null,
      isoInstant(createdAt),
    ])
  }
  return users
}
