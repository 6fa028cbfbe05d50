/**
 * The offline writer's drafts, one an approach. `{key}` is a fact (see `phrases.ts`). Messages and offers are read by the
 * customer: no score, no probability, nothing we call them among ourselves.
 */
import type { Approach } from './campaign-policy.ts'

interface DraftTemplate {
  /** What the list of approvals shows. */
  title: string
  subject: string
  /** The first that has all its facts. */
  bodies: readonly string[]
  /** Completes the reason for who decides. */
  because: string
}

const regards = 'Kind regards,\nyour customer success team'

export const campaignTemplates: Record<Approach, DraftTemplate> = {
  onboarding_help: {
    title: 'Offer {name} help with getting started',
    subject: 'Can we help {name} get started?',
    bodies: [
      `Hello,\n\nyou joined us on {signed_up_on}, and we would like {name} to get something out of it soon. Often one short session is enough: we set it up together with your own data, and you leave with something that works.\n\nWould that help? Reply with a time that suits you, or tell us what has been in the way, and we will take it from there.\n\n${regards}`,
    ],
    because: 'A first success with help costs little and is what they have not had.',
  },
  session: {
    title: 'Offer {name} a session',
    subject: 'Is there something we can make easier for {name}?',
    bodies: [
      `Hello,\n\nit has been quieter at {name} than it used to be, and we wonder whether something is in the way. We would gladly look at it with you in a short session: what you want to get done, and the quickest way there.\n\nReply with a time that suits you. If your plans have changed, a line about it helps us as well.\n\n${regards}`,
    ],
    because: 'Asking now, while somebody there still knows the product, is the smallest step that can bring them back.',
  },
  adoption_help: {
    title: 'Show {name} what else the product can do',
    subject: 'More of it for {name}, with less effort',
    bodies: [
      `Hello,\n\nteams like the one at {name} often start with a part of the product and find out late what else would save them work. We would like to show you what fits the way you work, in one short session and with your own data.\n\nWhich task takes you the most time at the moment? Reply in a few words, or with a time that suits you, and we will prepare it.\n\n${regards}`,
    ],
    because: 'Customers who use more of the product have more reason to stay, and showing it costs little.',
  },
  ask_what_is_wrong: {
    title: 'Ask {name} what went wrong',
    subject: 'What could we do better for {name}?',
    bodies: [
      `Hello,\n\nthank you for answering our survey. Your answer tells us that something at {name} is not as it should be, and we would rather hear it from you than guess.\n\nWhat is the one thing that we should change first? Reply in a few words, or name a time for a call, and a person who can act on it will answer.\n\n${regards}`,
    ],
    because: 'They told us that they are not content and not yet why.',
  },
  price_offer: {
    title: 'Offer {name} a discount of {offer_discount}',
    subject: 'A month at a lower price for {name}',
    bodies: [
      `Hello,\n\nyou wrote to us about the price, and we take that seriously. For the coming month we would like to take {offer_discount} off the price for {name}, and use the time to check together whether your plan still fits what you use.\n\nShall we set this up? A short reply is enough.\n\n${regards}`,
    ],
    because: 'It costs {offer_cost} once, which is within the budget for a customer.',
  },
  call: {
    title: 'Call {name}',
    subject: 'Call {name}',
    bodies: [
      'Call {name} and find out what is in the way. Ask what they wanted to get done, what stopped them, and who should be involved. Offer a session with their own data, agree on the next step, and note the outcome with this task.',
    ],
    because: 'They are critical, so a person calls instead of writing.',
  },
  onboarding_call: {
    title: 'Call {name} and get them started',
    subject: 'Call {name} and get them started',
    bodies: [
      'Call {name}, who never got started. Ask who should set it up and what they bought it for, book a session to set it up together with their own data, and stay with them until the first result is there. Note the outcome with this task.',
    ],
    because: 'They are critical and never had a first success, so a person calls and helps instead of writing.',
  },
  support_lead: {
    title: 'Get the open tickets of {name} answered',
    subject: 'Get the open tickets of {name} answered',
    bodies: [
      'For the support lead: {name} is waiting, with {open_tickets|ticket|tickets} open. Take them over, tell the customer today who looks after them and when they will hear more, and close the oldest first. No other mail goes out until this is done.',
      'For the support lead: {name} is not content with how support went. Read their tickets, call them, say what will be different, and note the outcome with this task.',
    ],
    because: 'Answers from support come before any other message: writing to somebody who waits for us makes it worse.',
  },
  new_contact: {
    title: 'Find a new contact at {name}',
    subject: 'Find a new contact at {name}',
    bodies: [
      'The main user at {name} has gone quiet. Find out who works with the product now, introduce yourself, offer a short handover session, and record the new contact. Ask what the person before them wanted to achieve, so that nothing is lost.',
    ],
    because: 'Nobody there speaks for the product at the moment, and the next person will decide whether it stays.',
  },
  product_answer: {
    title: 'Answer {name} on what the product lacks or does wrong',
    subject: 'Answer {name} on what the product lacks or does wrong',
    bodies: [
      'Read what {name} wrote (it is quoted in the report). Ask product whether it is fixed, planned or has another way, and give them an honest answer by phone or mail, a no included. Note what they said with this task.',
    ],
    because: 'They told us what is in the way; an honest answer from somebody who asked product is what they wait for.',
  },
  rival_call: {
    title: 'Call {name} about the product they compare us with',
    subject: 'Call {name} about the product they compare us with',
    bodies: [
      'Call {name}. Ask what the other product would do for them, listen first, and show how they can do it with ours, or say that they cannot. Agree on the next step and note with this task what they would need in order to stay.',
    ],
    because: 'They are comparing now; what they need in order to stay can be learned only by talking.',
  },
  price_call: {
    title: 'Talk to {name} about the price',
    subject: 'Talk to {name} about the price',
    bodies: [
      'Call {name} about the price. Look at what they use before, check whether another plan fits better, and promise no discount: the budget for offers does not allow one now. Note the outcome with this task.',
    ],
    because:
      'The price is their topic and the budget for offers allows none now, so a person looks for a plan that fits.',
  },
  billing: {
    title: 'Clear up the overdue invoices of {name}',
    subject: 'Clear up the overdue invoices of {name}',
    bodies: [
      'For billing: {overdue_amount} of {name} is overdue. Ask in a friendly way whether the invoice arrived and whether anything about it is unclear before any reminder goes out. Note the outcome with this task.',
    ],
    because: 'An unpaid invoice is as often a question as a refusal.',
  },
  chairman: {
    title: 'Decide how to keep {name}',
    subject: 'Decide how to keep {name}',
    bodies: [
      '{name} brings {arr} a year and is likely to leave: with a probability of {churn_probability} within {churn_horizon}, by what similar customers did. The options: call their management yourself, authorise an offer beyond the usual budget, let the team go on with the cause, watch, or leave it. What the records say about the cause is in the reason.',
    ],
    because: 'An account of this value that is likely to leave is for the Chairman to decide.',
  },
}

/** Who reads the draft, as the prompt says it. */
export const readers = {
  message: 'the customer',
  offer: 'the customer',
  task: 'a colleague who will do it',
  escalation: 'the Chairman',
} as const
