/**
 * What words mean here. A concept lists words and phrases that stand for one another; a word may belong to several. Endings
 * are made from what is listed (`drop`: drops, dropped, dropping). What is listed nowhere is a word we do not know, and a
 * question with such a word is not answered: "the NPS of Apple" is not our NPS.
 */
import { customersAndCauses } from './lexicon/customers-and-causes.ts'
import { measuresAndWords } from './lexicon/measures-and-words.ts'
import { systemAndSettings } from './lexicon/system-and-settings.ts'
import { trustAndSummaries } from './lexicon/trust-and-summaries.ts'
import { workAndDecisions } from './lexicon/work-and-decisions.ts'

/** The subject of most questions: each meaning says which of these it needs and which it bears. */
export const concepts = {
  ...customersAndCauses,
  ...measuresAndWords,
  ...workAndDecisions,
  ...systemAndSettings,
  ...trustAndSummaries,
} as const satisfies Record<string, string>

export type Concept = keyof typeof concepts

/** Said by the way, and true of any question: where somebody is going, whom they ask, how it is to be shown. */
export const asides = `
  product, our product, the product, remember, customer, client, account, folk, company, companies, business,
  businesses, subscriber, guy, buddy, customers of ours, our customers, those guys, how many, number, top, most,
  biggest, main, count, total, list of, board, board meeting, board deck, for the board, the deck, deck, slide,
  presentation, coffee, meeting, review meeting, walk into, walking into, heading into, about to go into, on my way,
  about to hop on, hop on, hop on a call, jump on a call, before my call, on a call with, call with, minutes, in 5
  minutes, in 10 minutes, in a minute, prep, prepare, investor, investors, monday morning, morning, one on one, qbr,
  dinner, lunch, in an hour, chairman, boss, ceo asked, meeting with, quick question, got a question, have a question,
  real quick, for a slide, weekly meeting, team meeting, i was asked, before i go, before lunch, over coffee, got a
  call, got a call with, have a call with, a call with, got a meeting with, a meeting with, seeing them, meeting them,
  in 5, in 10, in 15, in 20, in 30, for my notes, for the minutes, for my report, for a report, for the investors, for
  the ceo, for my boss, for my slides, for the slides, for the presentation, for the meeting, for my meeting, for a
  meeting, for the call, for my call, for the qbr, for tomorrow, before the meeting, before my meeting, before the
  call, before i meet them, before i call them, top 3, top 5, top 10, top 20, first 5, first 10, headline figure,
  headline number, on one page, on one slide, at a glance`

/** Words that say nothing by themselves. */
export const plainWords = `
  a, an, the, this, that, these, those, it, its, is, are, was, were, be, been, being, am, do, does, did, doing, done,
  have, has, had, having, can, could, would, should, will, shall, may, might, must, to, of, for, in, on, at, by, with,
  from, into, onto, as, than, then, there, here, i, me, my, mine, myself, we, us, our, ours, you, your, he, she, they,
  them, their, theirs, and, or, so, but, if, what, when, where, how, which, who, whom, whose, not, no, just, only,
  really, actually, basically, currently, current, now, right now, right, at the moment, at this moment, moment, at
  present, present, presently, these days, lately, recently, nowadays, day, days, today, still, already, yet, ever,
  again, also, too, well, very, quite, pretty, some, any, anything, something, nothing, every, each, one, ones, thing,
  things, stuff, please, thanks, thank you, hey, hi, hello, ok, okay, uh, um, er, erm, hm, hmm, oh, ah, yo, alright,
  all right, like, kind of, sort of, a bit, a little, a lot, quick, quickly, real, give, show, tell, let, know, see,
  look, looks, looking, looked, get, got, getting, gets, want, wanted, wants, wonder, wondering, curious, interested,
  love to, like to, find, find out, check, list, read, display, pull up, pull, bring, bring up, mean, guess, exactly,
  roughly, approximately, about, such, much, many, more, most, go, going, goes, come, comes, coming, out, up, over,
  off, back, around, across, between, per, through, during, within, because, since, while, both, either, else, other,
  another, same, own, run me through, walk me through, talk me through, take me through, remind me, honestly,
  straight, frankly, all, even, though, however, anyway, anyhow, sure, maybe, perhaps, possibly, kindly, this morning,
  this afternoon, tonight, this evening, good morning, good afternoon, good evening, end of the day, second, sec,
  fast, so far, make, made, take, taken, seem, seems, seemed, feel like, do you know, any idea, help me understand,
  bother, bothering, if you can, if possible, if you could, in fact, apparently, somehow, suddenly, all of a sudden,
  sudden, finally, up to now, i think, do you think, would you say, i believe, listen, mate, man, specifically,
  especially, particular, particularly, in particular, themselves, dear, sorry, excuse me, once, provide, as of now,
  as of today, to date, until now, latest, simply, altogether, kinda, sorta, lot, lots, bit, little, of course, for
  sure, whether, ago, along, together, among, amongst, via, despite, except, whatever, whichever, nobody, none, never,
  everything, everyone, everybody, anyone, anybody, someone, somebody, people, has been, open up, talk, talking about,
  first, last, next to, good, nice, nicely, great, truly, literally, hugely, ideally, half, bang, there is, there are,
  is there, are there, ought, ought to, supposed, able, be able to, my mind, came to mind, wanted to know, keen,
  eager, understand, looking for, i need, need, needs, needed, over there, over here, up there, much better, way, by
  the way, side, under, above, below, before, after, until, least, at least, nearly, almost, hardly, far, long, out
  of, worth, handle on, sense, sense of, getting a sense, time, at all, day to day, as well, yes, yeah, yep, nope,
  folks, hon, big, new, old, bad, best, better, clear, be honest, be straight with me, be straight, straight with me,
  truth, handy, minute, eva, crew, glad, useful to know, keep, kept, ask, asking, say, hear, hand, put, us all, each
  of them, in there, down to, i am, we are, want to know, like to know, love to know, good idea, how about, what
  about, ready, please do, quite a few, fair, fairly, generally, normally, usually, typically, often, course, whole,
  as a whole, strongly, gladly, wise, broadly, ballpark, asap, as soon as possible, urgently, general, precisely,
  presumably, respectively, overall then, afterwards, afterward, beforehand, lastly, firstly, mainly, mostly, largely,
  merely, barely any, somewhat, rather, quite frankly, basically speaking, speaking, strictly speaking, roughly
  speaking, give or take, more or less, or so, or thereabouts, or something, or what, or whatever, and so on, and
  stuff, and all that, that sort of thing, that kind of thing, this sort of thing, in one line, one line, in a line,
  in a sentence, in one sentence, one sentence, in a word, in short, in brief, in detail, in numbers, in figures, for
  now, for the moment, for the record, for once, by now, right away, straight away, immediately, instantly, real
  quickly, real fast, itself, himself, herself, ourselves, without, lies, lie, lying, amounts to, amount to, amounted
  to, turn out, turned out, turns out, how high, how low, how strong, how strongly, how big, how large, how good, how
  bad, how well, exact, precise, rough, rough idea, rough figure, ballpark figure, sees, knows, asks, tells, shows,
  gives, puts, keeps, sits, stands, classified, classed, categorised, categorized, labelled, labeled, tagged, deemed,
  regarded, marked, summarise, summarize, summary, summary of, sum up, overview of, glad to know, curious about, happy
  to hear, interested in, interested to know, pray, hang on, wait a second, one second, one sec, hold on a second, let
  me think, let me see, i mean, you know what i mean, if you would, if you could please, if you do not mind, if you
  please, would you mind, do you mind, mind telling me, care to, be so kind, so kind, as we speak, as things stand, as
  it stands, as matters stand, at this point, at this point in time, this point, at this stage of the year, today
  then, meanwhile, of late, as of late, in recent times, of ours, of mine, that we have, that i have, there now, i
  would say, i gather, i hear, i heard, i am told, i was told, word is, supposedly, reportedly, allegedly, evidently,
  obviously, clearly, certainly, definitely, absolutely, totally, completely, entirely, fully, super, mega, damn,
  darn, bloody, hell, the hell, heck, the heck, on earth, the devil, gosh, dude, bro, pal, darling, sir, madam,
  ladies, gentlemen, ta, cheers, thanks a lot, many thanks, much appreciated, appreciate it, thank, grateful, be
  grateful, would be great, would be nice, would be good, would be helpful, helpful, got time, got a minute, got a
  sec, a moment, spare, spare me, shed some light on, shed light on, an idea of, an idea, a feel for, feel for, get a
  feel for, a sense of, a picture of, a look, a peek, peek, peek at, have a peek, have a look, take a look, take a
  look at, have a look at, dig up, dig out, dig into, fetch, fetch me, grab, grab me, hit me with, throw me, toss me,
  shoot me, fire up, spit out, spell out, lay out, hand over, pass me, get me, find me, read out, read off, read out
  loud, read aloud, remind me of, jog my memory, refresh me on, clue me in on, clue me in, enlighten me, inform me,
  inform me about, update me on, keep me posted on, moment in time, hear about, learn, learn about, figure out, work
  out, determine, establish, verify, confirm, confirm for me, double check, in your view, from your side, according to
  you, according to the data, in the data, from the data, based on the data, per the data, would like, i would like, i
  would love, would like to, i would like to, should like, should like to, i should like to, would love to, i would
  love to, a load of, loads of, a ton of, tons of, a bunch of, a handful of, a couple of, plenty of, dozens of, a
  number of, a great deal, a whole lot, a good deal, one or two, a pile of, heaps of, a heap of, a tad, a touch, a
  fair bit, a good bit, quite a bit, an awful lot`
