/** Words for whom a question is about, why something moved, trouble, leaving, staying and chances. */
export const customersAndCauses = {
  customers: `
    customer, client, account, folk, company, companies, business, businesses, subscriber, everybody, everyone,
    customer base, client base, people, logos, guys, clientele, accounts of ours, base, ones, top 3, top 5, top 10,
    top 20, first 5, first 10, my top, customer list, client list, clients of ours, our lot, paying customers, paying
    customer, our customers, customers of ours, those guys, our accounts, our clients`,
  who: `
    who, whom, anybody, anyone, somebody, someone, who is, who are, who else, who all, which of them, which ones,
    whoever, where must we, where should we, where should i, where must i, where do we need to, where do i need to,
    where do we have to, whos, whose`,
  chat: `
    about me, about you, about yourself, about myself, we pay, do we pay, did we pay, i pay, do i pay, we spend, do we
    spend, did we spend, money do i have, do i make, do i earn, we owe, do we owe, how old are you, meaning of, the
    meaning, meaning, definition, define, churn mean, nps mean, mrr mean, arr mean, score mean, stand for, mean by, am
    i, my health, your health, my job, risk to, you think about, you think of, do you think about, do you think of,
    your opinion, you feel about, you say about, i think about, i feel about, days left, days are left, time left,
    minutes left, hours left, weeks left, months left, is left, how much is left, much left, are left over, how much
    did we lose, how much do we lose, how much have we lost, how do we compare, compare us, compare to other, the
    world, in the world, world, my life, other companies, our competitors, competitor, competitors, competition,
    industry average, benchmark, benchmarks, do you like, do you love, do you enjoy, do you feel, do you hate, your
    day, your weekend, weekend, how are you, who made you, joke, i love you, are you human, your name, married, never
    mind, forget it, you there, you well, are you well, hope you are well, how is life, how you doing, how are things
    with you, how is your, feeling today, robot or, a robot, a person, human being, who built you, sing, story,
    bedtime, do i look, do i seem, do i sound, do i feel, how do i, how can i, how can we, how could i, how could we,
    how should i, how should we, a raise, should we do, should i do, should we do about, should i do about, what
    should our, what should a, should our, what is a, what would be a, what is considered, what makes a good, for a
    living, good at lunch, my team, my wife, my husband, my kids, my flight, my order, my car, my house, my phone, my
    password, my meeting, my calendar, my account, with you today, matter with you, wrong with me, i do wrong, did i
    do, the company, should we fire, should i say, should we say, what time does, what time do, what time is, who
    lost, emails do i have, messages do i have, mails do i have, when will, who wrote, money do we have, who pays,
    coffee machine`,
  why: `
    what dragged, what dragging, what drags, what pushed, what pushing, what pulled, what pulling, what lifted, what
    lifting, what boosted, what boosting, what hurt, what hurting, what helped, what helping, what sank, what sinking,
    what knocked, what knocking, what brought, what bringing, what sent, what sending, what weighed, what weighing,
    what dented, what tanked, what shot, what shifted, what moved, what changed, what raised, what lowered, what
    improved, what dropped, what took, what cut, what hit, what hitting, what is dragging, what is pushing, what is
    pulling, what is lifting, what is boosting, what is hurting, what is helping, what is sinking, what is knocking,
    what is bringing, what is sending, what is weighing, what is hitting, why, how come, how so, cause, what made,
    what makes, making, behind, drove, drive, driving, driver, factor, reason, explain, explanation, what happened,
    happened, what is going on, going on, led to, responsible, push, account for, contribute, contributor, to blame,
    story behind, walk me through, what gives, set off, what is putting, what puts, putting, brought, what did it,
    because of what, what went, what is up with, source of, what is with, root of, understand why, owed, owed to, due
    to, owing to, attributable, attributable to, put down to, put it down to, thanks to, was that down to, is that
    down to, what was that down to, what is that down to, was it down to, is it down to, down to what, what was it
    down to, what is it down to, what happened to, for which reason, for what reason, on what grounds, wherefore,
    reasoning, rationale, culprit, culprits, underlying, root cause, triggered, trigger, prompted, prompt, how did it
    come, how comes, what is the matter, what has gone wrong, what went wrong, what is wrong, stem from, stems from,
    come from, comes from, coming from, what is wrong with`,
  moved: `
    score change, health change, score changed, health changed, scores changed, changed over, score moved, has
    changed, what dragged, what dragging, what drags, what pushed, what pushing, what pulled, what pulling, what
    lifted, what lifting, what boosted, what boosting, what hurt, what hurting, what helped, what helping, what sank,
    what sinking, what knocked, what knocking, what brought, what bringing, what sent, what sending, what weighed,
    what weighing, what dented, what tanked, what shot, what shifted, what moved, what changed, what raised, what
    lowered, what improved, what dropped, what took, what cut, what hit, what hitting, what is dragging, what is
    pushing, what is pulling, what is lifting, what is boosting, what is hurting, what is helping, what is sinking,
    what is knocking, what is bringing, what is sending, what is weighing, what is hitting, lost, drop, dropoff, drop
    off, fell, fall, fallen, decline, decrease, go down, going down, goes down, went down, gone down, come down, came
    down, coming down, slip, slide, slid, sink, sank, sunk, dip, dive, plunge, tumble, crash, tank, tanked, worse,
    worsen, deteriorate, off a cliff, go up, going up, goes up, went up, gone up, coming up, came up, down, up, rise,
    rose, risen, climb, improve, improvement, increase, jump, gain, grow, grew, grown, better, recover, recovery,
    bounce, bounce back, rebound, healthier, sicker, unhealthier, change, move, movement, shift, swing, swung, drag,
    drag down, push up, push down, pull down, bring down, brought down, brought up, took a dive, took a hit, took a
    dip, take a hit, take a dive, took a turn, nosedive, spike, surge, lost point, lose point, losing point, lost
    ground, losing ground, gained ground, lose ground, gain ground, lower, higher, weaken, weaker, strengthen,
    stronger, turn around, took off, take off, slump, sag, fade, leap, shoot up, shot up, collapse, skyrocket, soar,
    uptick, downtick, downturn, upturn, backslide, plummet, perk up, pick up, tick up, tick down, going south, went
    south, go south, went downhill, go downhill, going downhill, downhill, uphill, turned sour, fluctuate,
    fluctuation, was doing great, doing so well, point lost, point gained, slipping, take a nosedive, took a nosedive,
    tick upward, upward, downward, upwards, downwards, low lately, losing, swings, blip, wobble, a mess lately, rally,
    rallied, what happened to, off, worse off, better off, get worse, getting worse, got worse, get better, getting
    better, got better, jumped up, jumped down, dropped off, dropped so much, picking up, dwindle, shrink, shrank,
    shrunk, ebb, erode, erosion, subside, slackened, stumble, falter, regress, regression, progressed, ascend, ascent,
    descend, descent, raised up, boosted, boost, lift, lifted, elevated, turn for the worse, turn for the better, took
    a turn for the worse, bad turn, change for the worse, nose dive, drop so much, took a knock, take a knock, took a
    beating, took a tumble, took a hammering, hammered, took a plunge, took a slide, took a battering, took a leap, a
    knock`,
  points: `
    point`,
  score: `
    score change, health change, score changed, health changed, score moved, average score, average health, mean
    score, mean health, health score, overall score, overall health, score, health, healthscore, health rating`,
  average: `
    average score, average health, mean score, mean health, overall score, overall health, average, mean, overall,
    whole, entire, as a whole, across the board, across all, across everybody, everybody, everyone, customer base,
    client base, user base, base, portfolio, book of business, in general, in total, altogether, big picture, total,
    all our customers, all customers, on the whole, aggregate, across the whole customer base, collectively, combined,
    all told, generally, company wide, typical, on average, averaged, averages, mean value, average value, all round,
    all in all, everyone combined`,
  course: `
    score changed, score change, health changed, scores changed, changed over, score moved, score developed, has
    changed, trend, trendline, trend line, history, historical, chart, graph, plot, curve, develop, development,
    evolve, evolution, over time, timeline, trajectory, direction, heading up or down, heading, progression, progress,
    month by month, week by week, month over month, week over week, month to month, week to week, up or down, up and
    down, better or worse, healthier or sicker, rising or falling, going up or down, going up or going down, improving
    or declining, improving or getting worse, getting better or worse, sparkline, time series, drawn, past score,
    previous score, pattern, course, over the month, over the week, over the year, better or not, getting any better,
    picture over, line, track, developed, evolved, ups and downs, through time, across time, with time, over the
    course of, over the last`,

  bad: `
    worst shape, in the worst shape, terrible shape, in terrible shape, not in good shape, at risk, risk, risky,
    riskiest, critical, trouble, in trouble, troubled, red, red list, red zone, in the red, unhappy, dissatisfied,
    unsatisfied, struggle, danger, in danger, endanger, dangerous, low, lousy, poor, terrible, worry, worried,
    worries, worrisome, concern, nervous, shaky, shakiest, unhealthy, bad shape, in bad shape, rough shape, poor
    shape, bad place, bad way, flag, flagged, mad, upset, angry, frustrated, sick, sickest, weak, weakest, worst,
    lowest, jeopardy, in jeopardy, at stake, on the edge, on the brink, wobbly, vulnerable, fragile, precarious, hot
    water, thin ice, danger zone, ailing, hurting, suffer, not doing well, doing badly, doing poorly, badly, poorly,
    alarming, threaten, watch list, watchlist, dire, slipping away, failing, fire, on fire, burning, bad, unstable,
    not happy, rocky, not healthy, in the danger zone, not well, so low, miserable, disgruntled, sore, unhealthiest,
    dodgy, hot spot, sinking, in the weeds, sweat, sweating, rough patch, off track, in bad health, in poor health,
    wobble, wobbling, teetering, teeter, unsteady, on the fence, unhappy with, unhappy with us, not happy with, not
    happy with us, cross with us, annoyed with us, mad at us, fed up with us, urgently, sketchy, hanging by a thread,
    by a thread, precarious position, critical state, critical condition, in critical condition, in a critical state,
    serious trouble, endangered, most at risk, needing help, most endangered, in a bad way, in a bad place, problem
    customers, problem accounts, problem children, problem child, on the ropes, crumbling, circling the drain, in
    distress, distressed, distress, deteriorating, looking grim, grim, bleak, looking bad, look bad, looking shaky`,
  wrong: `
    wrong, problem, issue, up with, what ails, eating, bother, bugging, beef, matter with, the matter, grief, gripe
    with, unhappy about, upset about, complaint with, mad about, unhappy with, unhappy with us, not happy with us, fed
    up with us, annoyed with us, cross with us, the trouble, trouble, going wrong, gone wrong, went wrong, bothers,
    displeased, displeased with, pain, pains, what is wrong, what is wrong with, what is the matter, what went wrong,
    what has gone wrong, what is up with`,
  attention: `
    attention, call first, should i call, do i call, should we call, must i call, to call, i call, we call, calling,
    ring, phone, contact, contacting, reach out to, reaching out to, talk to, talking to, speak to, speaking to,
    focus, focus on, prioritise, prioritize, priority, check on, check in on, check in with, worry about, look after,
    visit, tackle, act on, keep an eye on, keep me up at night, up at night, keep me awake, lose sleep, losing sleep,
    chase, follow up with, get in touch with, take care of, intervene, step in, spend my time on, spend time on, time
    with, start with, deal with, watch out for, watch, save, rescue, saving, reach out, on the phone with, need help,
    needs help, love and care, tlc, babysit, looking at first, need us, first on my list, top of my list, urgently,
    most urgently, give a call, give a ring, a call first, on my call list, call list, on the call list, be calling,
    be ringing, be worried about, be concerned about, be talking to, lean in, hand holding, most pressing, pressing,
    priorities, first thing, ring up, ring first, phone first, dial, visit first, turn to, hop on a call with,
    reassure, look into, needs looking after, look after first`,
  leave: `
    leave, leaving, left, churn, churning, cancel, cancelled, canceled, walk, walk away, walk out, walk out the door,
    walk out on us, out the door, quit, quit on us, drop us, lose, losing, lost, loss, gone, go away, went away,
    defect, jump ship, head for the door, head for the exit, the door, bail, bail on us, move on, switch, slip away,
    part ways, depart, departure, terminate, drop out, end their contract, ditch us, ditch, bolt, say goodbye, said
    goodbye, goodbye, flee, exit, not renew, stop paying, abandon, desert, go to a competitor, to the competition, on
    the way out, on their way out, way out, dump us, pack up, pull the plug, leave us, leaving us, lose them, bye bye,
    cut ties, drop off, fell off, walked, gave up on us, give up on us, call it quits, called it quits, packed it in,
    packing it in, pulled out, pull out, moved on, drop, quit the contract, quit their contract, cancel the contract,
    cancel their contract, end the contract, ends the contract, terminate the contract, terminate their contract,
    cancel their subscription, cancel the subscription, end their subscription, not renew their contract, not renew
    the contract, break off, jump, jump off, turn their back, turn their back on us, turned their back on us, waved
    goodbye, stay or go, staying or going, stay or leave, go elsewhere, going elsewhere, went elsewhere, take their
    business elsewhere, elsewhere, opt out, resign, resigned, unsubscribe, unsubscribed, check out, checked out, leave
    the ship, leave for good, turn away, wander off, wandered off, fall away, fell away, fallen away, drift away,
    drifted away, take off, disappear, disappeared, vanish, vanished, non renewal, non renewals, stopped being
    customers, no longer with us, no longer a customer, no longer customers, not with us anymore, not a customer
    anymore, cancels, leaver, leavers, defection, defections, deserted us, depart from us, how safe is, how safe are,
    how secure is, is safe`,
  stay: `
    keeping customers, keep customers, keeping our customers, keeping, stay, stick, stuck, stick around, stuck around,
    still with us, still here, still around, still there, remain, keep, kept, retain, renew, stay with us, with us,
    survive, loyal, loyalty, hang around, hung around, hang on to, hold on to, holding on to, hold up, still
    customers, still a customer, still paying, still active, still on board, last, around, hold onto, hang onto,
    still, on board, stays, sticking around, sticking with us, stick with us, stuck with us, carry on with us,
    continue, continue with us, continuing, carry on, keep on, kept on, paying customers still, keep paying, not left,
    not leave, have not left, not churn, not churned, retaining, alive`,
  odds: `
    how likely, churn risk, churn odds, churn probability, churn likelihood, likely, likelihood, likeliest, odds,
    chance, probability, probable, probably, prob, risk, how big, how high, how sure, how safe, how safe is, going to,
    will, about to, most likely, bet, number on, give me a number, prediction, predict, forecast, expect, in danger
    of, might, do you think, headed, unlikely, possibility, percent, percentage, how risky, how close, on the verge
    of, verge, could, ready to, next to, may, future, close to, at risk of, plan to, planning to, thinking of,
    thinking about, looking to, score for churn, churn score, how big is the danger, the danger that, danger that,
    danger of, how big the danger is, how high is the risk, how great, how great is the risk, how big is the risk,
    risk level, are the odds, the likelihood that, chances that, risk percent, churn percent, stay or go, expected`,
  soon: `
    next few months, next couple of months, next 3 months, next 90 days, next month, next quarter, next 6 months,
    coming months, near future, soon, any time soon, anytime soon, within 3 months, within 90 days, coming quarter,
    next year, by the end of the year, in the future, for good, before renewal, at renewal, in the coming months, in
    the next months, next`,
} as const
