/**
 * What words mean here. A concept lists words and phrases that stand for one another; a word may belong to several. Endings
 * are made from what is listed (`drop`: drops, dropped, dropping). What is listed nowhere is a word we do not know, and a
 * question with such a word is not answered: "the NPS of Apple" is not our NPS.
 */

/** The subject of most questions: each meaning says which of these it needs and which it bears. */
export const concepts = {
  // Whom a question is about ------------------------------------------------------------------------------------------
  customers: `
    customer, client, account, folk, company, companies, business, businesses, subscriber, everybody, everyone,
    customer base, client base, people, logos, guys, clientele, accounts of ours, base, ones`,
  who: `
    who, whom, anybody, anyone, somebody, someone, who is, who are, who else, who all, which of them, which ones,
    whoever`,
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
    mind, forget it, you there`,
  // Why, and what moved ---------------------------------------------------------------------------------------------
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
    because of what, what went, what is up with, source of, what is with, root of, understand why`,
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
    rallied`,
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
    all told, generally, company wide, typical`,
  course: `
    score changed, score change, health changed, scores changed, changed over, score moved, score developed, has
    changed, trend, trendline, trend line, history, historical, chart, graph, plot, curve, develop, development,
    evolve, evolution, over time, timeline, trajectory, direction, heading up or down, heading, progression, progress,
    month by month, week by week, month over month, week over week, month to month, week to week, up or down, up and
    down, better or worse, healthier or sicker, rising or falling, going up or down, going up or going down, improving
    or declining, improving or getting worse, getting better or worse, sparkline, time series, drawn, past score,
    previous score, pattern, course, over the month, over the week, over the year, better or not, getting any better,
    picture over, line, track`,

  // Trouble, leaving, staying, chances --------------------------------------------------------------------------------
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
    dodgy, hot spot, sinking, in the weeds, sweat, sweating, rough patch, off track, in bad health, in poor health`,
  wrong: `
    wrong, problem, issue, up with, what ails, eating, bother, bugging, beef, matter with, the matter, grief, gripe
    with, unhappy about, upset about, complaint with, mad about`,
  attention: `
    attention, call first, should i call, do i call, should we call, must i call, to call, i call, we call, calling,
    ring, phone, contact, contacting, reach out to, reaching out to, talk to, talking to, speak to, speaking to,
    focus, focus on, prioritise, prioritize, priority, check on, check in on, check in with, worry about, look after,
    visit, tackle, act on, keep an eye on, keep me up at night, up at night, keep me awake, lose sleep, losing sleep,
    chase, follow up with, get in touch with, take care of, intervene, step in, spend my time on, spend time on, time
    with, start with, deal with, watch out for, watch, save, rescue, saving, reach out, on the phone with, need help,
    needs help, love and care, tlc, babysit, looking at first, need us, first on my list, top of my list`,
  leave: `
    leave, leaving, left, churn, churning, cancel, cancelled, canceled, walk, walk away, walk out, walk out the door,
    walk out on us, out the door, quit, quit on us, drop us, lose, losing, lost, loss, gone, go away, went away,
    defect, jump ship, head for the door, head for the exit, the door, bail, bail on us, move on, switch, slip away,
    part ways, depart, departure, terminate, drop out, end their contract, ditch us, ditch, bolt, say goodbye, said
    goodbye, goodbye, flee, exit, not renew, stop paying, abandon, desert, go to a competitor, to the competition, on
    the way out, on their way out, way out, dump us, pack up, pull the plug, leave us, leaving us, lose them, bye bye,
    cut ties, drop off, fell off, walked, gave up on us, give up on us, call it quits, called it quits, packed it in,
    packing it in, pulled out, pull out, moved on, drop`,
  stay: `
    keeping customers, keep customers, keeping our customers, keeping, stay, stick, stuck, stick around, stuck around,
    still with us, still here, still around, still there, remain, keep, kept, retain, renew, stay with us, with us,
    survive, loyal, loyalty, hang around, hung around, hang on to, hold on to, holding on to, hold up, still
    customers, still a customer, still paying, still active, still on board, last, around, hold onto, hang onto,
    still, on board`,
  odds: `
    how likely, churn risk, churn odds, churn probability, churn likelihood, likely, likelihood, likeliest, odds,
    chance, probability, probable, probably, prob, risk, how big, how high, how sure, how safe, how safe is, going to,
    will, about to, most likely, bet, number on, give me a number, prediction, predict, forecast, expect, in danger
    of, might, do you think, headed, unlikely, possibility, percent, percentage, how risky, how close, on the verge
    of, verge, could, ready to, next to, may, future, close to, at risk of, plan to, planning to, thinking of,
    thinking about, looking to, score for churn, churn score`,
  soon: `
    next few months, next couple of months, next 3 months, next 90 days, next month, next quarter, next 6 months,
    coming months, near future, soon, any time soon, anytime soon, within 3 months, within 90 days, coming quarter,
    next year, by the end of the year, in the future, for good, before renewal, at renewal, in the coming months, in
    the next months, next`,

  // Measures ----------------------------------------------------------------------------------------------------------
  count: `
    how many, how much, number of, count, tally, what share, what percent, what percentage, what fraction, what
    proportion, what portion, proportion, fraction, portion, percentage of, percent of, share of, share, percent,
    percentage, rate, figure, number, ratio, stat, statistic, metric, amount, size, level, volume, total, how large,
    how big`,
  churn: `
    churn risk, churn odds, churn probability, churn likelihood, churn, churn rate, churned, attrition, attrition
    rate, customer churn, logo churn, turnover, loss rate, customer loss, customer loss rate, cancellation,
    cancelation, cancellation rate, churn number, churn figure, churn percentage, churners, churner, dropout rate`,
  retention: `
    retain customers, we retain, keep customers, keeping customers, retaining customers, hold on to customers,
    customers we keep, keeping our customers, keep our customers, retain our customers, retention, retention rate,
    customer retention, cohort retention, retention curve, retention table`,
  cohort: `
    cohort, class of, vintage, signup month, sign up month, joining month, intake, starting month, start month, month
    of signup, the class, crop, batch, generation, signup class, signup cohort`,
  joined: `
    sign up, signed up, signing up, signs up, signup, joined, join, joining, started, onboarded, came on board, came
    aboard, subscribed, began, new, newer, older, newest, arrived, came in, acquired, become customer, became
    customer, became a customer, start with us, sign, bought, first paid, older ones, started with us, landed, came
    on, brought on`,
  later: `
    later, after, down the road, down the line, on, past, beyond, longer, how long, lifetime, in the long run, long
    term, long run, month 1, month 3, month 6, month 12, at month, mark, first year, half a year, one year, 1 year, a
    year, anniversary, long haul, long, once they sign`,
  nps: `
    nps, net promoter, net promoter score, net promotor, net promotor score, promoter score, promotor score, promoter,
    promotor, detractor, passive, nps score, recommend, recommend us, recommendation score, recommend us question,
    would you recommend`,
  survey: `
    survey, question, respond, respondent, response, response rate, answer, friend, to others, rate us, rating,
    willing, likely, colleague, would, slide, score, how likely, fans, fan`,
  revenue: `
    mrr, arr, nrr, grr, recurring revenue, monthly recurring revenue, annual recurring revenue, monthly recurring,
    annual recurring, annually recurring, yearly recurring revenue, recurring income, net revenue retention, gross
    revenue retention, net retention, gross retention, net dollar retention, gross dollar retention, ndr, gdr, revenue
    retention, dollar retention, net revenue, gross revenue, revenue, subscription revenue, subscription income,
    topline, top line, run rate, annual run rate, expansion revenue, expansion, contraction, recurring, recurring
    business, monthly income, annual income, revenues`,
  pay: `
    pay, pays, paid, paying, bring in, brings in, bringing in, brought in, pull in, pulling in, pulled in, take in,
    taking in, took in, make from, earn, earning, money, worth, income, dollar, billing, subscription, subscriptions,
    spend with us, spending with us, spend, collect, bill, bills, bucks, cash from, take home, generate`,
  per_time: `
    per month, every month, each month, a month, monthly, annual, annually, yearly, a year, per year, every year,
    month, year, per annum, recurring`,
  existing: `
    existing, already have, we already have, current customers, keep, kept, keeping, the same customers, customers we
    have, upgrade, downgrade, upsell, upselling, net, gross, new, expand, expansion, existing customers, hold on to,
    holding on to, from`,
  compare: `
    compare, comparison, versus, vs, against, against each other, stack up, difference, differ, different,
    differently, between, side by side, split, break down, break it down, break that down, broken down, breakdown, by,
    per, than, best, rank, perform, performing, outperform, doing best, doing worst, relative to, contrast, worst,
    strong, weak, strongest, weakest, healthiest, most, least, bottom, top, highest, lowest, better, worse, healthier,
    across, match up, measure up, hold up, lag, lagging, behind, ahead, which, differs, vary, or, lead, leading,
    leader, do better, do worse, sliced, slice, fare, fares`,
  grouping: `
    plan, tier, package, pricing plan, industry, industries, sector, vertical, country, countries, region, geography,
    geographies, geo, location, market, territory, territories, company size, customer size, size, sizes, account
    size, segment, segments, tenure, group, groups, customer type, type of customer, types of customer, kind of
    customer, kinds of customer, customer segment, customer group, how long they have been with us, seat count, number
    of seats, line of business, part of the world, parts of the world, subscription level, by age`,
  size: `
    small, big, large, larger, smaller, bigger, little guys, little ones, big guys, big ones, small ones, small guys,
    small fry, large ones, mid size, midsize, mid market, smb, smbs, biggest, smallest, little, huge, whales, whale,
    big fish, heavyweights, big accounts, big customers, small customers, startups, corporates`,
  place: `
    us customers, usa, america, american, americans, north america, europe, european, europeans, uk, germany, german,
    germans, france, french, asia, asian, canada, canadian, british, britain, overseas, domestic, international,
    abroad, emea, apac, the states, stateside`,

  // Feedback, support -------------------------------------------------------------------------------------------------
  says: `
    saying, said, says, say, tell us, telling us, told us, wrote, written, write, writing, writes, comment, comments,
    commented, feedback, complain, complaint, gripe, grumble, moan, grouse, whine, whinge, bitch, quote, opinion,
    feel, feeling, felt, mention, word on the street, talk, talking, bring up, brought up, bringing up, praise,
    criticise, criticize, criticism, review, verbatim, testimonial, reaction, react, annoyed, annoy, sentiment,
    impression, raise, heard, hearing, ask for, asking for, asked for, pain point, hot topic, theme, suggestion, rave,
    vent, express, input, remark, think of, think about, thinking about, thought of, thought about, like about, love
    about, hate about, dislike about, hate, dislike, love most, praising, happy with, unhappy with, happy about, fed
    up, sick of, take on, have to say, in their own words, own words, pain points, voice of the customer, views on,
    view on, views, rant, shout, word from, buzz, mad about, upset about, frustrated with, frustrated by, frustrated
    about, wish, moaning, reception, think, thinks, thinking, like, love, chatter`,
  opinion_kind: `
    positive, negative, good, bad, nice, common, often, frequent, frequently, loud, loudest, main, interesting, out
    there, survey, wrong, things, recurring, biggest, top, most, new, latest, theme, topic, unhappy, happy, angry,
    anything, about, problem, issue, free text`,
  ticket: `
    ticket, support ticket, support case, case, support request, support queue, open with support, help desk,
    helpdesk, support issue, service request, support backlog, ticket backlog, support incident, ticket queue, service
    desk, support load, support desk, support workload, with support, support inbox, service tickets, support team,
    support`,
  open: `
    open, unresolved, outstanding, pending, unanswered, unsolved, queue, backlog, stuck, closed, close, resolved,
    resolve, solved, still open, hanging, hang, hanging around, waiting, wait, sit, sitting, piled up, piling up, pile
    up, pile, keep up, keeping up, behind, overdue, unfinished, unhandled, lingering, linger, in progress, unattended,
    unaddressed, answered, dealt with, handled, fixed, been fixed, logged, raised, filed, issue, problem, issues,
    problems, request, requests, drowning, swamped, buried, on top of, neglected, ageing, aging, unassigned, swamping`,
  urgent: `
    urgent, escalated, escalate, escalation, oldest, longest, old, critical, high priority, priority, serious, severe,
    severity, burning, big, important, hot, worst, long, been, age, biggest, most urgent, on fire`,
  request: `
    request, requests`,

  // Use of the product ------------------------------------------------------------------------------------------------
  usage: `
    active, actives, active user, daily active, weekly active, monthly active, daily actives, weekly actives, monthly
    actives, dau, wau, mau, log in, logged in, logging in, logs in, login, logins, log on, logged on, sign in, signed
    in, signing in, stickiness, sticky, engagement, engaged, usage, product usage, app usage, user activity, activity,
    activity level, use the product, use the app, use the thing, using the product, using the app, using the thing,
    used the product, use it, using it, use our product, using our product, used our product, using our software, use
    our software, coming back, come back, came back, engage, sessions, session, show up, showing up, dau over mau, dau
    to mau, dau mau, opening the app, in the app, in the product, unique users, use our app, using our app, use the
    platform, using the platform, use the system, using our platform, use our platform, use our tool`,
  cadence: `
    user, users, user base, daily, weekly, monthly, every day, each day, every week, each week, every month, per day,
    per week, per month, day to day, a day, once in a while, now and then, occasionally, regularly, regular, often,
    frequently, total, ratio, over, unique, habit, habitual, day, week, month, individual, one off, on a daily basis,
    on a weekly basis, on a monthly basis, daily basis, weekly basis, monthly basis, basis, each month, heavy,
    heavily, intense, intensity, on average`,
  feature: `
    feature, function, functionality, functionalities, capability, capabilities, module, modules, part of the product,
    parts of the product, area of the product, areas of the product, tool, tools, bits of the product, piece of the
    product, component, parts of the app, parts of our product, stuff in the product, part of our product, part of the
    app, bit of the product, areas of the app`,
  adopt: `
    are on the, is on the, customers on the, accounts on the, are on our, how many are on, adopt, adoption, adopted,
    adopting, uptake, use, used, uses, using, usage, utilise, utilize, utilization, take up, taken up, pick up, picked
    up, picking up, catch on, caught on, catching on, touch, touching, touched, touches, popular, popularity,
    unpopular, penetration, try, tried, traction, embrace, embraced, take off, taken off, took off, ignore, ignored,
    ignoring, unused, underused, overlooked, widespread, made use of, make use of, making use of, get used, getting
    used, gets used, resonating, taken to, take to, spread, hit, neglected, reach, clicking with, click with, tried
    out, trying out, try out, turned on, switched on, enabled, going unused, favourite, favorite, rely on, lean on,
    relying on, love, live in, dust, collecting dust, gathering dust, dead, rolled out`,
  width: `
    widely, how widely, broadly, wide, well, how well, how far, core, main, key, barely, hardly, rarely, heavily,
    waste, wasted, money, worth it, at all, ever, common, commonly, new, really, nobody, no one, noone, never, most,
    least, top, bottom, overview, even, single, anybody, anyone, heavy, ranking, rank, on`,
  first_value: `
    time to value, ttv, time to first value, first value, time until value, aha, aha moment, get something out of it,
    getting something out of it, something out of it, anything out of it, get value, gets value, getting value, see
    value, sees value, seeing value, see any value, see the value, find value, finding value, real value, any value,
    value, see the benefit, sees the benefit, seeing the benefit, see benefit, see benefits, benefit, ramp up, ramping
    up, ramped up, ramp, up and running, up to speed, get going, getting going, gets going, get started, getting
    started, started using, start using, onboarding time, onboarding, onboard, first use, first used, use the core
    features, using the core features, core features, core feature, main features, main feature, key features, key
    feature, use the main features, using the main features, productive, activated, activation, activate, time to
    activate, pay off for them, see results, seeing results, get results, getting results, first success, go live,
    going live, get set up, getting set up, find their feet, hit the ground running, get rolling, get properly
    started, adoption time, something useful, first real, anything useful, time to onboard, the hang of it, the hang
    of, settled in, settle in, real use, useful, using the important features, important features, do something
    useful, get it going, proper use, first benefit, payoff, the first payoff, winning moment, first win, make use of,
    benefits, using us properly, reach value, getting real use`,
  how_long: `
    how long, how fast, how quick, how quickly, how soon, how slow, how slowly, how many days, how many weeks, how
    many months, days, weeks, months, when, how much time, average time, typical time, usual time, time, duration,
    speed, faster, slower, quicker, quickly, quick, soon, take, takes, taking, took, time to, time until, time from,
    lag, delay, before, sooner, until, till, time to value, ttv, time to first value, onboarding time, rapidly, long,
    fast, slow, first week, within a week`,
  newcomer: `
    new, newcomer, newly, fresh, sign, signed, signing, sign up, signed up, signing up, signup, join, joined, joining,
    start, started, starting, onboarded, first, become, bought, buy, purchase, contract, brand new, day 1, moment,
    hit, reach, average, typical, typically, median, usual, usually, normally, first use, come on board, came on
    board, coming on board, on board, newbies, newbie, day one, getting, average customer, onboard`,

  // What was done -----------------------------------------------------------------------------------------------------
  outreach: `
    outreach, email, emails, emailed, emailing, mail, mails, mailing, mailings, message, messages, messaged,
    messaging, offer, offers, offered, note, notes, campaign, campaigns, reach out, reached out, reached out to,
    reaching out, reaching out to, contacted, check in, check in note, check in notes, check ins, discount, discounts,
    discount offer, discount offers, win back, win back offer, winback, win backs, intervention, interventions, nudge,
    nudges, touchpoint, touchpoints, letter, letters, communication, communications, save offer, promo, promos,
    incentive, incentives, we sent, we send, sent out, send out, sending out, went out, gone out, what did we send,
    have we sent, did we send, sent to, been sent, were sent, sent, actions we took, action we took, what we did, what
    we tried, what we have done, efforts, effort, playbook, save attempts, get sent, got sent, rescue attempts, win
    back attempts, things we sent, stuff we sent`,
  sent: `
    sent, send, send out, sent out, went out, gone out, going out, goes out, did we send, have we sent, we sent, been
    sent, were sent, was sent, get sent, got sent, what we did, what we tried, did we do for, we did for, we tried,
    deliver, delivered, mailed, emailed, reached out, contacted`,
  result: `
    what happened with, what has happened with, what became of, anything happen with, what happened after, work,
    working, worked, works, pay off, paid off, paying off, result, results, outcome, outcomes, came of, come of, comes
    of, coming of, come out of, came out of, help, helped, helping, any good, do any good, did any good, reply,
    replies, replied, replying, respond, responded, responding, response, response rate, responses, answer, answered,
    answers, success, success rate, succeed, successful, effective, effectiveness, make a difference, made a
    difference, making a difference, get better, got better, getting better, better, improve, improved, recover,
    recovered, recovery, happen, happened, happening, impact, effect, land, landed, perform, performed, performing,
    get back, got back, get back to us, got back to us, won back, win, won, save, saved, bear fruit, convert,
    converted, conversion, conversion rate, opened, open, opens, worth it, turn around, turned around, move the
    needle, moved the needle, moving the needle, get anywhere, got anywhere, getting anywhere, yield, bite, take us up
    on, took us up on, accept, accepted, taker, takers, pan out, panned out, difference, go over, went over, fare,
    fared, bring back, brought back, bring anyone back, anything happen, lead to, led to, stick, did it help, do
    anything, did anything, pulled back, bring them back, track record, return, go, do, went, stay, stayed, received,
    deliver, delivered, achieve, achieved, take up, land well, landed well, come back, came back, hit home, amount to,
    amounted to`,

  // The state of all --------------------------------------------------------------------------------------------------
  health: `
    overall health, average health, overall score, mean health, health, healthy, healthiest, unhealthy, customer
    health, shape, in good shape, good shape, health score, average score, mean score, score, well, fit, condition,
    state of, state of our customers, pulse, health distribution, distribution, health check, vitals, scores`,
  colour: `
    green, greens, yellow, yellows, amber, ambers, red, reds, critical, at risk, healthy, in the red, in the green, in
    the yellow, danger zone, health bands, band, bands, bucket, buckets, not healthy, in trouble, unhealthy, in
    danger, traffic light, traffic lights, struggling, bad shape, in bad shape, risk zone`,
  stand: `
    doing, how are, how is, faring, fare, hold up, holding up, stand, standing, picture, bottom line, snapshot, good,
    bad, ok, okay, fine, happy, stable, look, looking, overview, summary, split, mix, breakdown, state, status, shape,
    temperature, feel, feeling, condition, breakdown of, big picture, happy or not, are we, getting on, going, level,
    where is, where are, distribution, spread, and not, are not, sitting, sit, solid, split up`,

  // One customer ------------------------------------------------------------------------------------------------------
  describe: `
    need to know about, know about them, need to know, doing, overview, rundown, run down, summary, summarise,
    summarize, profile, about, know about, pull up, bring up, fill me in, fill me in on, catch me up on, catch me up,
    up to speed, where do we stand, where are we, stand with, standing, status, what do we have on, have on, got on,
    situation, story, good or bad, ok, okay, fine, well, info, information, detail, details, describe, snapshot,
    brief, briefing, brief me, update, update me, the latest, latest, news, new with, going on with, going, looking,
    shape, scorecard, record, lowdown, low down, skinny, scoop, deal, deal with, state, state of, picture, the 411,
    know, anything, hear, heard, hanging in there, faring, fare, holding up, happening, happening with, background,
    data, numbers, dossier, report card, everything, review, who is, key facts, facts, quick look, glance, page, file,
    details of, how is, how are, how has, how have, show, show me, open, open up, look at, tell me about, what about,
    give me, read me, a look at, doing ok, happy, what is up with, up with, check on, pull, account, getting on,
    getting along, in good shape, good, well off, healthy, refresh my memory, refresh me, walk me through, run me
    through, talk me through, talk to me about, quick word on, word on, score, health, health score`,

  // Work and decisions ------------------------------------------------------------------------------------------------
  proposal: `
    nobody approved it, nobody approved, not approved, not been approved, unapproved, proposal, proposals, suggestion,
    suggestions, approval, approvals, approve, approved, sign off, signing off, sign off on, sign, signature,
    decision, decisions, decide, decided, deciding, yes or no, a yes, okay, my ok, my okay, go ahead, green light, say
    so, my call, on my desk, my desk, my inbox, thumbs up, proposed, proposing, blessing, verdict, my input,
    authorise, authorize, authorization, authorisation, signoff, permission, nod, from me, on me, for me, clicking,
    action item for me, of me, my review, my action, my approval, rubber stamp, on my plate to approve, my yes,
    recommendation, recommendations, need me, needs me, rule on, weigh in, weigh in on, sign offs, to me, in my court,
    my answer, my go ahead, my attention`,
  waits: `
    wait, waiting, waits, await, awaiting, awaits, pending, open, undecided, queue, queued, not decided, have not been
    decided, need, needs, needed, needing, stuck, outstanding, hold, on hold, held up, holding up, backlog,
    unapproved, not approved, nobody approved, left, sitting, hanging, parked, require, requires, required, have to,
    has to, must, should, lined up, line up, up for, stacked up, blocked, due, pile, piled up, do i need, up in the
    air, still, unsigned, ready, desk, inbox, to approve, to decide, to sign, anything, want, not been approved,
    unanswered, me to, in limbo`,
  task: `
    task, tasks, to do, to dos, todo, todos, to do list, todo list, plate, follow up, follow ups, action item, action
    items, what work, work left, work outstanding, our work, work to do, assignment, assignments, chore, chores,
    homework, have to do, has to do, need to do, needs to do, got to do, get done, getting done, left to do, what to
    do, next step, next steps, things to do, stuff to do, agenda, workload, supposed to do, supposed to be doing,
    should be doing, should do, working on, left undone, undone, be done, to be done, be doing, on the list, our list,
    my list, jobs, job, to get done, checklist, to do items, busy with, errands, duties, items, needs doing, need
    doing, get to, to take care of`,
  undone: `
    open, outstanding, overdue, late, due, left, pending, unfinished, undone, remaining, remain, assigned, behind,
    past due, owe, owes, incomplete, yet, not done, complete, completed, finish, finished, done, deadline, slipped,
    missed, urgent, still, next, done yet, priority, priorities, upcoming, first, today, on, supposed, waiting,
    unassigned, nobody, sitting`,
  team: `
    team, our people, my people, staff, crew, success team, customer success team, cs team, csm, csms, colleagues, our
    side, on our side, guys, reps, team members, people, folks, on the team, rest of us, everybody, everyone, each
    person, each of us, side, house`,
  alert: `
    alert, alerts, alarm, alarms, red flag, red flags, warning, warnings, alarming, alarm bell, alarm bells, something
    bad, anything bad, bad news, emergency, emergencies, notification, notifications, anything critical, anything
    urgent, warning sign, warning signs, anything alarming, siren, sirens, anything scary, heads up, anything
    worrying, anything on fire, anything to worry about, anything burning, anything serious, scary`,
  raised: `
    i missed, i miss, we missed, did i miss, last night, overnight, go off, went off, gone off, going off, pop up,
    popped up, come in, came in, come up, came up, raise, raised, fire, fired, firing, sound, sounded, ring, rang,
    ringing, open, active, unread, unacknowledged, acknowledge, acknowledged, looked at, look at, seen, missed, miss,
    critical, severe, serious, high, urgent, should know about, know about, happen, happened, unanswered, unresolved,
    outstanding, pending, handled, dealt with, important, important ones, escalated, taken, picked up, red, trip,
    tripped, unhandled, ignored, sent, still, big, triggered, trigger, live, been, since, attended, attended to, taken
    care of, waiting, nobody, latest, new, going, dealt, need to know about, night, anything`,
  gate: `
    the exit gates, of the exit gates, the exit criteria, the entry criteria, the exit requirements, the exit, gate,
    gates, entry gate, entry gates, exit gate, exit gates, stage gate, stage gates, entry criteria, exit criteria,
    entry criterion, exit criterion, stage criteria, criteria, criterion, next stage, this stage, current stage, the
    stage, stage, next phase, this phase, current phase, phase, entry requirement, entry requirements, exit
    requirement, exit requirements, exit conditions, entry conditions, stage requirements, entry, milestone,
    milestones, exit`,
  passed: `
    pass, passed, passing, passes, fail, failed, failing, meet, met, meeting, clear, cleared, clearing, green,
    missing, status, ready, hold back, holding back, holding us back, held back, stop, stopping, block, blocking,
    keep, keeping, left, leave, leaving, move on, moving on, move, moving, finish, finishing, finished, complete,
    completed, enter, entered, proceed, advance, advancing, go, allowed, everything, way, stand in the way, standing
    in the way, in the way, stand, standing, achieve, achieved, satisfy, satisfied, fulfil, fulfill, fulfilled, reach,
    reached, hit, exit, entry, next, how close, close, how far, far, progress, short, falling short, fall short, need,
    needs, needed, through, held, check off, ticked off, tick off, tick, ticked, good, qualify, good to go, not yet,
    unmet, all, requirement, requirements, condition, conditions, criteria, graduate, step up, progressing, between,
    between us, still, doing, look, looking, remain, remaining, failing still, on track, start, begin, take, red,
    order, wait, waiting, out, done`,

  // The system and its settings ---------------------------------------------------------------------------------------
  machine: `
    the system, our system, system status, system health, system check, are you working, are you ok, are you running,
    are you, you ok, you all right, you working, you running, you up, with you, wrong with you, system, systems,
    everything, machinery, machine, data, job, jobs, run, runs, overnight run, nightly run, nightly job, nightly jobs,
    overnight job, overnight jobs, sync, syncs, pipeline, pipelines, database, worker, workers, software, platform,
    integration, integrations, import, imports, service, services, anything, something, process, processes, backend,
    server, servers, infrastructure, engine, crm sync, data feed, data feeds, feed, feeds, refresh, background jobs,
    background job, batch job, batch jobs, uptime, crm, tech, plumbing, under the hood, the numbers, numbers, scoring,
    things, all systems, component, components, connection, connections, connector, connectors, data load, data loads,
    data pipeline, tooling, the tool, the crew, app`,
  runs: `
    are you working, are you ok, are you running, system status, system health, system check, up and running, running,
    run, working, work, works, healthy, fresh, freshness, stale, outdated, out of date, up to date, break, breaks,
    broke, broken, breaking, fail, failed, failing, fails, failure, failures, error, errors, crash, crashed, crashes,
    down, outage, outages, right, properly, correctly, normally, normal, smooth, smoothly, online, offline, up, stuck,
    hung, glitch, glitches, hiccup, hiccups, go wrong, went wrong, gone wrong, going wrong, lag, lagging, current, in
    order, uptime, alive, operational, operating, functioning, function, status, blow up, blew up, trouble, technical
    trouble, technical problem, technical problems, technical issue, technical issues, delayed, behind schedule, fall
    over, fell over, ticking over, stall, stalled, humming, humming along, incident, incidents, running fine, running
    ok, go through, went through, gone through, complete, finish, bug, bugs, all good, health check, systems check,
    fall behind, behind, degraded, recent enough, on time, as it should, as they should, ok, okay, fine, all right,
    well, in good shape, maintenance, rotten, downtime, kaput, gone down, went down, go down, hiccuped`,
  odd: `
    odd, weird, strange, funny, off, look odd, looks off, look off, quick, check, over, problem, problems, issue,
    issues, wrong, trust, suspicious, fishy, end, on your end, technical, technically, enough, side`,
  self: `
    yourself, system, machine, bot, robot, computer, assistant, software, ai, agent, agents`,

  setting: `
    setting, settings, configuration, configurations, config, configure, configured, configurable, parameter,
    parameters, threshold, thresholds, cutoff, cutoffs, cut off, weight, weights, weighting, weightings, weigh,
    weighted, knob, knobs, dial, dials, option, options, preference, preferences, limit, limits, set to, set at,
    setup, lever, levers, setting for, adjustable, tunable, customise, customize, maximum discount, biggest discount,
    largest discount, highest discount, max discount, discount limit, budget, cap, alert list, alert email, alert
    emails, alert recipients, recipient, recipients, alerts list, mailing list, cool down, cooldown, counts as, count
    as, qualifies as, qualify as, classed as, classify as, considered, do we consider, default, defaults, made up of,
    goes into, go into, who gets, gets the alert, get the alert, gets alerts, get alerts, receives, gets notified, get
    notified, is notified, gets told, gets pinged, get the weekly digest, boundary, line for, line between, do we
    call, at what score, what score, how is the score calculated, score calculated, score made up, send window,
    sending hours, weekly limit, notified, informed, on the list, quiet hours, alerted, tweak, adjust, tune, when do
    we call, ceiling, rulebook, ground rules, bar for, on the hook for, paged, when an alert, allowed to offer,
    allowed to give`,
  setting_object: `
    critical, at risk, healthy, health, score, health score, usage, engagement, support, value, ticket, tickets,
    alert, alerts, discount, email, emails, message, messages, churn, risk, nps, digest, weekly digest, notification,
    notifications, escalation, expiry, proposal, proposals, campaign, campaigns, survey, surveys, login, logins,
    feature, features, core features, renewal, reminder, reminders, red, green, yellow, amber, high, low, medium,
    uptime, crm, slack, channel, holdout, penalty, point, points, inactive, inactivity, onboarding, trial, offer,
    offers, strategic, escalate, cost, spend, money, chairman, trigger, triggers, customer, high value, big, biggest,
    max, maximum, minimum, largest, mails, red zone, danger zone, contact, contacts, send, sends, sent, in trouble,
    danger, warnings, alarms, alarm, response, high risk, healthy customers, day, days, window, outreach`,
  setting_ask: `
    where, current, currently, value, gets, get, goes, go, turn, somebody, someone, list, made, point, figured, use,
    used, take, takes, matter, matters, most, much, allowed, change, changed, possible, default, below, above, under,
    over, before, play with, customise, mean, means, each, cover, counted, count, counts, contribute, contributes,
    into, factor, factors, formula, calculated, worked out, main, biggest, far, part, heavily, heavy, fall, falls,
    drop, drops, becomes, become, turns, hear, hears, first, when, something, level, look, considered, share, percent,
    range, toggle, control, here, who, set, apply, applies, per, offer, give, hand out, between, adjusted, tuned,
    tweaked`,
  changed: `
    what changed, what has changed, what is changed, change, changed, changes, changing, change log, changelog,
    modified, modify, modification, modifications, altered, alter, alteration, alterations, adjusted, adjust,
    adjustment, adjustments, touched, touch, touching, tweaked, tweak, tweaks, edited, edit, edits, fiddled, fiddle,
    fiddled with, fiddle with, fiddling, messed with, mess with, messing with, messed, messing, updated, update,
    updates, tampered, tamper, tampered with, turned, moved, switched, history, audit, audit trail, log, played with,
    playing with, play with, playing around with, tinkered with, tinkering with, tinker with, tinkering, tinkered,
    revised, revisions, reconfigured, reset, last changed, was changed, been changed, who set, made changes, past
    changes, version, versions, raised, lowered, bumped, overridden, monkeyed with, monkeying with, mucked with,
    mucking with, meddle, meddled, meddling, different, differently, shuffled`,
  changed_who: `
    who, whom, by whom, when, last, latest, recent, recently, team, different, differently, behave, behaving, acting,
    which, ever, made, list, made by, previous, old, value, values, score, weird, odd, off, around, people, person`,
  mode: `
    automatic, automatically, automated, automation, automate, automates, auto, autopilot, auto pilot, manual,
    manually, by hand, on your own, on its own, by itself, by themselves, without asking, without asking us, without
    asking me, asking us, asking me, asking first, ask first, without me, without us, without a human, without a
    person, without anybody, without anyone, without approval, without my approval, without permission, without my
    permission, need a human, needs a human, need a person, needs a person, human, humans, human in the loop, allowed
    to do, permission, freedom, autonomy, autonomous, autonomously, unsupervised, hands off, supervised, mode, modes,
    assisted, me clicking yes, clicking yes, leash, rope, independently, independent, act alone, free hand, free rein,
    authority, unattended, check with me, checking with me, check with us, checking with us, checking first, check
    first, signing off first, supervision, self driving, go ahead without, say so, without someone, without somebody,
    of its own accord, of your own accord, without my say so, without sign off, human approval, human sign off,
    approval first, need approval, needs approval, require approval, requires approval, need my approval, needs my
    approval, need sign off, needs sign off, without checking, by yourself, yourself, itself, decide on your own, on
    full auto, hand holding, full control, a human, need permission, step in`,
  mode_object: `
    action, actions, kind, kinds, type, types, do, does, done, doing, happen, happens, happening, run, runs, running,
    machine, system, you, send, sends, sending, out, goes out, email, emails, mail, mails, message, messages, offer,
    offers, discount, discounts, task, tasks, escalation, escalations, setting, settings, hand out, handed out, give,
    given, giving, approve, approved, approval, somebody, someone, have to, has to, need, needs, still, how much,
    things, allowed, set, set to, currently, people, decide, contact, person, write, writes, reach out, handle,
    handled, take, takes, step, work, turned on, switched on, set up, campaigns, campaign, change, changes, crew,
    software, robot, bot, outreach, which, click, clicking, versus, or, by, myself, ourselves, without, left, go,
    sign, sign off, level, act, make, makes, and, human, require, requires, first, go through, going through,
    triggered, fully, ask, asks, calls, call, per, trust, involve, involved`,

  // How good, and what to be careful with -----------------------------------------------------------------------------
  trust: `
    trust, trusted, trustworthy, reliable, reliability, accurate, accuracy, right, correct, any good, backtest,
    backtests, back test, back tests, backtesting, back testing, hit rate, track record, false alarm, false alarms,
    false positive, false positives, precision, recall, auc, see it coming, saw it coming, seen it coming, see them
    coming, saw them coming, come true, came true, dependable, valid, validated, credible, calibrated, calibration, on
    the money, bet on, rely on, relied on, count on, how well, how good, predict, predicted, predicts, predicting,
    prediction, predictions, forecast, forecasts, wrong, mistaken, mistake, mistakes, believe, confidence, confident,
    off, missed, miss, catch, caught, spot, spotted, foresee, foresaw, warn, warned, good at, stack up, hold up, held
    up, past performance, look back, better than guessing, guess, coin flip, proven, tell, really did, really left,
    really churned, really do, actually did, actually left, actually churned, actually cancelled, actually leave,
    actually go, turn out, turned out, pan out, panned out, meaningful, worth, flag, flagged, tested, test, call it,
    called it, call right, prove, in advance, ahead of time, surprise, surprised, blindsided, misses, pick out, picked
    out, how often`,
  predictor: `
    were you, you right, you were, your, you said, you would, you predicted, you predict, you get it, did you, have
    you been, you been, you got, trust you, you flagged, you called, you warned, we see, did we, we saw, were we, we
    right, score, scores, scoring, health score, health scores, prediction, predictions, predict, predicted,
    predicting, predicts, model, models, forecast, forecasts, churn prediction, churn predictions, churn model, churn
    score, churn scores, risk score, risk scores, warning, warnings, backtest, backtests, back test, back tests,
    backtesting, back testing, false alarm, false alarms, false positive, false positives, hit rate, track record,
    algorithm, risk rating, estimate, estimates, called, call, calls, said, flag, flags, flagged, warned, see it
    coming, saw it coming, seen it coming, numbers, precision, recall, auc, accuracy, the crew, risk list, risk flags,
    health rating, probabilities, crystal ball, them coming, churn risk, the system, it, probability`,
  past: `
    so far, in the past, past, historically, history, would, did, really, often, before, when, churn, churned, leave,
    leaves, left, leaving, lost, cancel, cancelled, canceled, quit, go, gone, walked, calling, result, results, how,
    at risk, risk, critical, customers, time, been, one, stay, stayed, put, stock, performance, perform, performed,
    performing, lately, ones, false, rate, in time, actual, actually, reality, against, compare, compared, who, good,
    well, bad, up, make, decisions, guy, to tell, work, works, worked, doing, done, fared, get, gets, track, coming,
    warning, high, low`,
  incomplete: `
    missing data, missing, incomplete, incomplete data, gap, gaps, no data, hole, holes, partial, patchy, contradict,
    contradicts, contradictory, contradicting, contradiction, contradictions, inconsistent, inconsistency,
    inconsistencies, conflict, conflicts, conflicting, mixed signal, mixed signals, mixed messages, not add up, add
    up, make sense of, make sense, makes sense, odd one, odd ones, oddball, oddballs, anomaly, anomalies, outlier,
    outliers, edge case, edge cases, exception, exceptions, too often, too much, too many, way too often, over
    contacted, over contacting, over mailed, overcontacted, bugging, bug, pester, pestering, spam, spamming, annoy,
    annoying, bombard, bombarding, overload, overloaded, overwhelm, overwhelming, fatigue, badgering, badger,
    hounding, hound, smothering, harass, harassing, never answer, never answers, never reply, never replies, never
    respond, never responds, not respond, not responding, not answer, not answering, not reply, not replying,
    unresponsive, gone dark, go dark, going dark, went dark, gone quiet, went quiet, going quiet, gone silent, went
    silent, go silent, silent, radio silence, ghost, ghosting, ghosted, ignore, ignoring, ignores, ignored, not match,
    mismatch, disagree, disagrees, special case, special cases, special handling, negative spiral, spiral, spotty, no
    response, never hear back, hear back, heard back, hear from, heard from, silence, crickets, not enough data, too
    little data, thin data, bad data, not have data, lacking data, lack data, lacking, leave us hanging, stopped
    answering, stopped responding, stopped replying, nagging, nag, incomplete records, incomplete picture, incomplete
    info, blank, blanks, half empty, not talking to us, never get back, not getting back, never got back, blanking,
    strange, weird`,
  evidence: `
    data, information, info, record, records, signal, signals, number, numbers, usage, feedback, nps, score, high,
    low, good, bad, great, terrible, like, but, yet, email, emails, emailed, emailing, mail, mails, mailing, message,
    messages, messaging, contact, contacts, contacting, contacted, outreach, call, calls, calling, write, writing,
    reach out, reaching out, us, we, each other, another, one another, story, picture, happy, unhappy, say, says,
    tell, tells, full, complete, dark, respond, answer, reply, back, survey, surveys, happy on paper, on paper, paper,
    things, weird, strange, odd, point, direction, directions, way, ways, different, opposite, opposing, two, active,
    angry, reaction, times, fields, field, side, file, files, profile, profiles, anything, risk, at risk, healthy,
    with`,

  trigger: `
    which automatic triggers, trigger, triggers, triggered, trip, tripped, tripwire, tripwires, automatic trigger,
    automatic triggers, automatic rule, automatic rules, rule, rules, automatic stuff, set off, automation rule,
    automation rules, auto triggers, triggering, automated rule, automated rules`,
  fired: `
    fire, fired, firing, fires, go off, went off, gone off, going off, goes off, kick in, kicked in, kicking in, kick
    off, kicked off, tripped, trip, activity, activities, how often, often, automatic, automatically, automated,
    stuff, log, history, hit, happen, happened, set off, activated, activate, activation, activations, pulled, start,
    started, launched, run, ran, running, about, by themselves, fire off, fired off, triggered, set, off, event,
    events, recent, latest, last, being, active, been`,

  // What is put together ----------------------------------------------------------------------------------------------
  report: `
    report, latest report, last report, newest report, current report, most recent report, write up, writeup, crew
    report, executive report, full report, new report, final report`,
  report_ask: `
    latest, last, newest, most recent, recent, current, new, fresh, read, say, said, says, contain, contains, inside,
    in, out, open, where, find, ready, available, full, run, yet, display, summarise, summarize, summary, headline,
    headlines, point, points, main, finding, findings, come out, came out, key points, top, hand, up to date, say
    this, written, done, finish, finished, back, produce, produced, generated, when, gist, through, pull up, crew,
    hand me, updated, conclude, conclusion, conclusions, contents, what is in, look at, drop, dropped, highlights, go
    over, together, put together`,
  digest: `
    digest, weekly digest, weekly summary, weekly roundup, weekly round up, weekly update, weekly recap, weekly
    overview, weekly brief, weekly briefing, weekly report, weekly wrap up, weekly news, week in review, recap,
    roundup, round up, highlight, highlights, in a nutshell, nutshell, catch me up, catch up, catch me up on, what did
    i miss, did i miss, have i missed, i miss, i missed, what happened, happened, happen, anything new, what is new,
    new, news, what went on, went on, going on, what has been going on, summary, summarise, summarize, sum up, bring
    me up to speed, get me up to speed, up to speed, how did, how was, how has, go, went, fill me in, fill me in on,
    notable, noteworthy, worth knowing, takeaway, takeaways, wrap up, ups and downs, rundown, run down, brief,
    briefing, short version, quick version, overview, look like, big news, moved, changed, stand out, stood out,
    update, in short, shape up, important, interesting, headlines, headline, developments, occur, occurred, tldr,
    lowdown, monday`,
  week: `
    the week, week, weekly, all week, 7 days, seven days, working week, work week, this week, last week, past week,
    whole week, weekly digest, digest, weekly summary, weekly roundup, weekly round up, weekly update, weekly recap,
    weekly overview, weekly brief, weekly briefing, weekly report, weekly wrap up, weekly news, week in review, our
    week`,
  away: `
    out, away, vacation, on vacation, holiday, on holiday, off, travelling, traveling, on leave, gone, sick, short,
    side, front, so far, main, big, biggest, most, important, customer, customers, our customers, back, read, with, on
    our side, around here, anything, everything, good, bad, quick, get, from, briefly, happening, key, few days, at a
    conference, on the road`,
  data: `
    data, record, records, row, rows, import, imports, imported, upload, uploads, customer, customers, information,
    database, event, events, dataset, data set, feed, history, source, sources, file, files, number, numbers, figure,
    figures, data status, load, loaded, ingest, ingested, user, users, ticket, tickets, batch, batches, in there,
    stuff, accounts, account, account data, customer data, load status`,
  loaded: `
    load, loaded, loading, loads, import, imported, imports, upload, uploaded, in there, in here, in the system, in
    it, updated, update, refreshed, refresh, how far back, go back, goes back, go back to, going back, reach back, go
    up to, goes up to, up to, run up to, last get, last got, get new, got new, get fresh, got in, come in, came in,
    coming in, arrive, arrived, have you got, do you have, have you, do we have, have we got, we have, you have, got,
    stored, store, hold, holding, data status, load status, latest date, latest day, as of, cover, covers, covered,
    most recent, date back, dates back, fed, fed in, feed, in the database, in your database, ingest, ingested,
    brought in, how old, how recent, how current, pulled in, last date, sitting on, working with, work with, know
    about, know of, synced, sync, in total, status, last import, last load, newest, all in, on file, in storage, on
    record, track, tracking, recent, last update, last refresh, refreshing, how fresh, latest, see, through`,
  extent: `
    when, what date, which date, date, last, latest, newest, new, time, oldest, earliest, first, how far, far, back,
    size, amount, what has, any, status, there, in, up, big, long, large, know, start, starts, begin, begins, end,
    ends, what day, which day, go, goes, size of, ago, how long ago, long ago, source, sources, total, system,
    database, here, most recently, what been, lot, your, right up to, period, range, so far, what, old, current, look
    at, so`,
  help: `
    what do you know, you know, explain what, explain how, help, help me out, what can you do, can you do, you can do,
    what can i ask, can i ask, could i ask, should i ask, may i ask, to ask, i can ask, ask you, how does this work,
    how do you work, how does it work, how this works, how it works, new here, new to this, first time, example,
    examples, sample questions, sample question, kind of question, kind of questions, kinds of questions, sort of
    question, sort of questions, sorts of questions, types of questions, type of questions, what questions, which
    questions, questions do you, question do you, questions can, good for, good at, you understand, do you understand,
    topic, topics, subjects, use you, use this, using this, using you, can you answer, you can answer, able to answer,
    can you help, you help, help with, what to say, what to ask, say to you, ask of you, things you know, do you know
    about, you know about, can you tell me about, you tell me about, able to tell me, commands, command, instructions,
    what are you, who are you, what is this, your purpose, abilities, ability, your skills, skills, your job, where do
    i start, where do i begin, tips, explain yourself, ropes, tutorial, introduce yourself, get the most out of you,
    out of you, capabilities, you able to, are you able to, you capable of, capable, can i use you for, can i use this
    for, how do i use, how to use, talk to you about, do for me, you do for me, what all can, guide, show me around,
    ask about, learn from you, find out from you, help i can get, you cover, do you cover, can you handle, what can
    you tell me`,
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
  real quick, for a slide, weekly meeting, team meeting, i was asked, before i go, before lunch, over coffee`

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
  as a whole`
