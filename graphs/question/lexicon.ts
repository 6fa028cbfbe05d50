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

  // Measures ----------------------------------------------------------------------------------------------------------
  count: `
    how many, how much, number of, count, tally, what share, what percent, what percentage, what fraction, what
    proportion, what portion, proportion, fraction, portion, percentage of, percent of, share of, share, percent,
    percentage, rate, figure, number, ratio, stat, statistic, metric, amount, size, level, volume, total, how large,
    how big`,
  churn: `
    churn risk, churn odds, churn probability, churn likelihood, churn, churn rate, churned, attrition, attrition
    rate, customer churn, logo churn, turnover, loss rate, customer loss, customer loss rate, cancellation,
    cancelation, cancellation rate, churn number, churn figure, churn percentage, churners, churner, dropout rate,
    dropout, drop out rate, leaving rate, cancellations, rate of loss, loss of customers, lost customer rate,
    customers lost, churning rate, churned customers, attrited`,
  retention: `
    retain customers, we retain, keep customers, keeping customers, retaining customers, hold on to customers,
    customers we keep, keeping our customers, keep our customers, retain our customers, retention, retention rate,
    customer retention, cohort retention, retention curve, retention table, retain new customers, keep new customers,
    keep hold of, keep hold of customers, keep hold of our customers, retention by cohort, retention by month,
    retention numbers, retention figures, customer retention rate, retaining, stickability`,
  cohort: `
    cohort, class of, vintage, signup month, sign up month, joining month, intake, starting month, start month, month
    of signup, the class, crop, batch, generation, signup class, signup cohort, monthly cohort, monthly cohorts,
    signup group, signup groups, joiners, intakes, year group, generation of customers, sign up cohort, sign up
    cohorts, yearly cohort, quarterly cohort, start cohort, start cohorts, starters`,
  joined: `
    sign up, signed up, signing up, signs up, signup, joined, join, joining, started, onboarded, came on board, came
    aboard, subscribed, began, new, newer, older, newest, arrived, came in, acquired, become customer, became
    customer, became a customer, start with us, sign, bought, first paid, older ones, started with us, landed, came
    on, brought on, we signed, we signed in, we signed up, we signed on, they signed, signed with us, we won, we won
    in, won in, we acquired, we onboarded, we got in, signed on, taken on, took on, we took on, on boarded, came to
    us, come to us, first signed, signing up in, registered, register, subscribed in, became customers, become
    customers, became customers in, joined us, joining us, starting`,
  later: `
    later, after, down the road, down the line, on, past, beyond, longer, how long, lifetime, in the long run, long
    term, long run, month 1, month 3, month 6, month 12, at month, mark, first year, half a year, one year, 1 year, a
    year, anniversary, long haul, long, once they sign, over time, as time goes on, as time goes by, afterwards, after
    that, after all this time, from then on, months later, months on, a year later, a year on, in later months, over
    the months, since then, remaining, thereafter, eventually, at the end, ultimately, in total, over the long run, in
    the long term, over the long term, after signing, after signup, after joining, after signing up`,
  nps: `
    nps, net promoter, net promoter score, net promotor, net promotor score, promoter score, promotor score, promoter,
    promotor, detractor, passive, nps score, recommend, recommend us, recommendation score, recommend us question,
    would you recommend, n p s, promoters, detractors, passives, promoter rate, promoter share, promoter percentage,
    promoters minus detractors, recommend us to, recommending us, recommends us, would recommend us, recommend our
    product, recommendation rate, willingness to recommend, netpromoter`,
  survey: `
    survey, question, respond, respondent, response, response rate, answer, friend, to others, rate us, rating,
    willing, likely, colleague, would, slide, score, how likely, fans, fan, split, mix, how high, low, high, number,
    value, latest, scored, scores, fresh`,
  revenue: `
    mrr, arr, nrr, grr, recurring revenue, monthly recurring revenue, annual recurring revenue, monthly recurring,
    annual recurring, annually recurring, yearly recurring revenue, recurring income, net revenue retention, gross
    revenue retention, net retention, gross retention, net dollar retention, gross dollar retention, ndr, gdr, revenue
    retention, dollar retention, net revenue, gross revenue, revenue, subscription revenue, subscription income,
    topline, top line, run rate, annual run rate, expansion revenue, expansion, contraction, recurring, recurring
    business, monthly income, annual income, revenues, income from customers, revenue from customers, income per
    month, income per year, revenue a month, revenue per month, revenue a year, revenue per year, monthly revenue,
    annual revenue, yearly revenue, gross retention rate, net retention rate, recurring revenues, sales from
    subscriptions, dollars retained, money retained, revenue number, recurring money, expansion mrr, new mrr, churned
    mrr`,
  pay: `
    pay, pays, paid, paying, bring in, brings in, bringing in, brought in, pull in, pulling in, pulled in, take in,
    taking in, took in, make from, earn, earning, money, worth, income, dollar, billing, subscription, subscriptions,
    spend with us, spending with us, spend, collect, bill, bills, bucks, cash from, take home, generate, fork out,
    shell out, contribute in revenue, pay us, pays us, paying us, coming in from customers, money coming in, money
    come in, comes in from customers, bring us, brings us, brings us in, pay in, pays in, turnover, invoice, invoiced,
    charged, account value, contract value, subscription fee, fees, fee`,
  per_time: `
    per month, every month, each month, a month, monthly, annual, annually, yearly, a year, per year, every year,
    month, year, per annum, recurring, each year, in a month, in a year, per quarter, a quarter, every quarter, each
    quarter, quarterly`,
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
    leader, do better, do worse, sliced, slice, fare, fares, next to each other, set against, line up, differs from,
    worse off, better off, worse off than, better off than, compared to, compared with, in comparison, comparing,
    measured against, beat, beats, beating, sickest, riskiest, head to head, how do they compare, which of them, most
    at risk, sort, sorted, sort by, grouped, group by, grouped by, separated, separate, separately, struggling most,
    struggles the most, in the best shape, in the worst, in the worst shape, in better shape, in worse shape, fall
    behind, out in front, front, distinguish, distinction, gap, gap between, set, put, break`,
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
    about, wish, moaning, reception, think, thinks, thinking, like, love, chatter, expressed, expressing, voice,
    voiced, the word, the word from, what is the word, remarks, remarked, point out, pointed out, pointing out, report
    back, reporting back, criticised, criticized, complaining, complaints, complaints about, talk of, talked about,
    hear from customers, hear from, hear about, view, opinions, feedback on, feedback about, feedback from, feedback
    for, reviews, thoughts, thoughts on, feelings about, feel about, mood, mood about, mood on, grumbling, griping,
    compliments, compliment, praised, be saying, customer voice, said about, satisfied with, dissatisfied with, most
    liked, like most, likes, dislikes, like best, like least, like the most, want most, wishing for, wishes, wish for,
    requests for, requested, keep asking for`,
  opinion_kind: `
    positive, negative, good, bad, nice, common, often, frequent, frequently, loud, loudest, main, interesting, out
    there, survey, wrong, things, recurring, biggest, top, most, new, latest, theme, topic, unhappy, happy, angry,
    anything, about, problem, issue, free text`,
  ticket: `
    ticket, support ticket, support case, case, support request, support queue, open with support, help desk,
    helpdesk, support issue, service request, support backlog, ticket backlog, support incident, ticket queue, service
    desk, support load, support desk, support workload, with support, support inbox, service tickets, support team,
    support, a fix from us, waiting on a fix, waiting for a fix, waiting on support, waiting for support, support
    issues, support cases, support problems, support problem, support matters, support matter, support calls, support
    call, support tickets, helpdesk tickets, customer requests, trouble tickets, trouble ticket, issues open, tix,
    enquiries, inquiries, enquiry, inquiry, queries`,
  open: `
    open, unresolved, outstanding, pending, unanswered, unsolved, queue, backlog, stuck, closed, close, resolved,
    resolve, solved, still open, hanging, hang, hanging around, waiting, wait, sit, sitting, piled up, piling up, pile
    up, pile, keep up, keeping up, behind, overdue, unfinished, unhandled, lingering, linger, in progress, unattended,
    unaddressed, answered, dealt with, handled, fixed, been fixed, logged, raised, filed, issue, problem, issues,
    problems, request, requests, drowning, swamped, buried, on top of, neglected, ageing, aging, unassigned, swamping,
    not yet solved, not solved, not yet resolved, not resolved, not fixed, not yet fixed, not closed, not yet closed,
    still not closed, still waiting, how bad, in the queue, unfixed, pending with, left open, remaining, remain, left,
    active, ongoing, on the go, on going, to be solved, to be fixed, awaiting, await, load, sitting in, sitting there`,
  urgent: `
    urgent, escalated, escalate, escalation, oldest, longest, old, critical, high priority, priority, serious, severe,
    severity, burning, big, important, hot, worst, long, been, age, biggest, most urgent, on fire, urgently, longest
    open, longest open ones, pressing, top priority, critical ones, high, most critical, gravest, blocker, blockers,
    hottest`,
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
    platform, using the platform, use the system, using our platform, use our platform, use our tool, daily users,
    weekly users, monthly users, users daily, users weekly, users monthly, users a day, users a week, users a month,
    users per day, users per week, users per month, users each day, users each week, users each month, users every
    day, users every week, users every month, used us, use us, using us, users active, users were active, active
    people, people active, used the thing, used our tool, used our app, used the platform, used the app, used our
    platform, log into, logged into, logging into, logins a day, use our stuff, on the platform, on the app, on our
    platform, product activity, app activity, how active, user engagement, user numbers, user count, number of users,
    active accounts users, daily use, weekly use, monthly use, daily usage, weekly usage, monthly usage`,
  cadence: `
    user, users, user base, daily, weekly, monthly, every day, each day, every week, each week, every month, per day,
    per week, per month, day to day, a day, once in a while, now and then, occasionally, regularly, regular, often,
    frequently, total, ratio, over, unique, habit, habitual, day, week, month, individual, one off, on a daily basis,
    on a weekly basis, on a monthly basis, daily basis, weekly basis, monthly basis, basis, each month, heavy,
    heavily, intense, intensity, on average, to daily, to weekly, to monthly, at least once, once, a week, per year, a
    month, how often, people, mornings, share, percentage, percent, number, active`,
  feature: `
    feature, function, functionality, functionalities, capability, capabilities, module, modules, part of the product,
    parts of the product, area of the product, areas of the product, tool, tools, bits of the product, piece of the
    product, component, parts of the app, parts of our product, stuff in the product, part of our product, part of the
    app, bit of the product, areas of the app, bits, bits and pieces, parts, areas, screens, pages, feature set,
    product area, product areas, product feature, product features, product part, piece, pieces`,
  adopt: `
    are on the, is on the, customers on the, accounts on the, are on our, how many are on, adopt, adoption, adopted,
    adopting, uptake, use, used, uses, using, usage, utilise, utilize, utilization, take up, taken up, pick up, picked
    up, picking up, catch on, caught on, catching on, touch, touching, touched, touches, popular, popularity,
    unpopular, penetration, try, tried, traction, embrace, embraced, take off, taken off, took off, ignore, ignored,
    ignoring, unused, underused, overlooked, widespread, made use of, make use of, making use of, get used, getting
    used, gets used, resonating, taken to, take to, spread, hit, neglected, reach, clicking with, click with, tried
    out, trying out, try out, turned on, switched on, enabled, going unused, favourite, favorite, rely on, lean on,
    relying on, love, live in, dust, collecting dust, gathering dust, dead, rolled out, takes up, bits used, make the
    most use of, get the most use, gets the most use, get the most usage, actually used, being used, get used most,
    most used, least used, rate of adoption, adoption rate, in use, hardly used, never used, uses of, usage rate,
    taken up by, go for, started using, start using, begun using, began using`,
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
    benefits, using us properly, reach value, getting real use, pays off, it pays off, pay off for the customer, pays
    off for the customer, pay off, their first win, a benefit, real benefit, gets something out, gets going with, get
    going with, get moving, get something useful, useful thing, anything out of us, value from, value out of, value
    out of it, get value from, derive value, derives value, realise value, realize value, realises value, realizes
    value, value realised, using it properly, use it properly, really using it, properly using, first real use, take
    hold, first core feature, first core features, uses the core features, use core features, using core features,
    reach first value, reaches first value, reach their first value, get to value, got to value, see a benefit, get a
    benefit, feel the benefit, feels the benefit, start benefiting, benefit from it, benefits from it, first
    meaningful use, up to full speed, fully onboarded, done onboarding, finish onboarding, complete onboarding, be
    productive, become productive`,
  how_long: `
    how long, how fast, how quick, how quickly, how soon, how slow, how slowly, how many days, how many weeks, how
    many months, days, weeks, months, when, how much time, average time, typical time, usual time, time, duration,
    speed, faster, slower, quicker, quickly, quick, soon, take, takes, taking, took, time to, time until, time from,
    lag, delay, before, sooner, until, till, time to value, ttv, time to first value, onboarding time, rapidly, long,
    fast, slow, first week, within a week, passes, pass, passes by, pass by, goes by, go by, time passes, elapse,
    elapses, elapsed, number of days, number of weeks, after how many days, after how many weeks, after how long,
    within how many days, in how many days, period of time, length of time, wait, days on average, average number of
    days, until they, typically take, speedy, swiftly, swift`,
  newcomer: `
    new, newcomer, newly, fresh, sign, signed, signing, sign up, signed up, signing up, signup, join, joined, joining,
    start, started, starting, onboarded, first, become, bought, buy, purchase, contract, brand new, day 1, moment,
    hit, reach, average, typical, typically, median, usual, usually, normally, first use, come on board, came on
    board, coming on board, on board, newbies, newbie, day one, getting, average customer, onboard, new ones, new one,
    for the first time, first time, fresh customers, fresh customer, beginners, beginner, recent signups, recent
    joiners, joiners, fresh ones, first timers`,

  // What was done -----------------------------------------------------------------------------------------------------
  outreach: `
    outreach, email, emails, emailed, emailing, mail, mails, mailing, mailings, message, messages, messaged,
    messaging, offer, offers, offered, note, notes, campaign, campaigns, reach out, reached out, reached out to,
    reaching out, reaching out to, contacted, check in, check in note, check in notes, check ins, discount, discounts,
    discount offer, discount offers, win back, win back offer, winback, win backs, intervention, interventions, nudge,
    nudges, touchpoint, touchpoints, letter, letters, communication, communications, save offer, promo, promos,
    incentive, incentives, we sent, we send, sent out, send out, sending out, went out, gone out, what did we send,
    have we sent, did we send, been sent, were sent, actions we took, action we took, what we did, what we tried, what
    we have done, efforts, effort, playbook, save attempts, get sent, got sent, rescue attempts, win back attempts,
    things we sent, stuff we sent, our follow ups, calls we made, mails we sent, emails we sent, messages sent,
    messages we sent, offers we made, offers made, offers sent, offers we sent, what we sent, contacted customers, the
    contacted, outbound, our outbound, gestures, goodwill, sent offers, retention offers, retention offer, rescue
    offers, rescue offer, actions taken, measures taken, measures we took, steps taken, steps we took`,
  sent: `
    sent, send, send out, sent out, went out, gone out, going out, goes out, did we send, have we sent, we sent, been
    sent, were sent, was sent, get sent, got sent, what we did, what we tried, did we do for, we did for, we tried,
    deliver, delivered, mailed, emailed, reached out, contacted, we have sent, have sent, written to, wrote to, mailed
    out, emailed out, messaged`,
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
    amounted to, better off, worse off, afterwards, than before, any good come of it, good come of it, came back from,
    come back from, what came back, make any difference, makes a difference, make a dent, made a dent, make any dent,
    any use, any effect, has effect, had effect, have any effect, saving anybody, saving anyone, save anyone, save
    anybody, saving, rescue, rescued, change anything, changed anything, changes anything, bring anything, brought
    anything, achieve anything, what good, do the trick, did the trick, hit or miss, go well, went well, gone well,
    went down well, go down well, uptake, reaction, reactions, reacted, react, ignored, opened them, click, clicked,
    clicks, click rate, open rate, reply rate, acceptance, acceptance rate, rate of success, turned out, turn out,
    keep anyone, kept anyone, hold, bought, worthwhile, useful, in vain, for nothing, fruit, fruitful, payoff, how
    successful, how effective, yielded, results of, result of`,

  // The state of all --------------------------------------------------------------------------------------------------
  health: `
    overall health, average health, overall score, mean health, health, healthy, healthiest, unhealthy, customer
    health, shape, in good shape, good shape, health score, average score, mean score, state of, state of our
    customers, pulse, health distribution, distribution, health check, vitals, health average, health levels, health
    level, health status, health state, state of health, general health, wellbeing, well being, state of the customer
    base, general state`,
  colour: `
    green, greens, yellow, yellows, amber, ambers, red, reds, critical, at risk, healthy, in the red, in the green, in
    the yellow, danger zone, health bands, band, bands, bucket, buckets, not healthy, in trouble, unhealthy, in
    danger, traffic light, traffic lights, struggling, bad shape, in bad shape, risk zone, critical state, critical
    condition, in critical condition, in a critical state, in the critical range, critical ones, critical range,
    critical band, red band, green band, colours, colour, color, colors, rag, rag status`,
  stand: `
    doing, how are, how is, faring, fare, hold up, holding up, stand, standing, picture, bottom line, snapshot, good,
    bad, ok, okay, fine, happy, stable, look, looking, overview, summary, split, mix, breakdown, state, status, shape,
    temperature, feel, feeling, condition, breakdown of, big picture, happy or not, are we, getting on, going, level,
    where is, where are, distribution, spread, and not, are not, sitting, sit, solid, split up, well, fit, or not, or
    bad, or no, all right, generally, wellbeing, going overall, in general, as a whole, one line`,

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
    through, talk me through, talk to me about, quick word on, word on, score, health, health score, all right,
    alright, are they all right, are they ok, are they okay, are they fine, are they well, are they good, where are we
    with, where we are with, where do we stand with, how are things, how are things going, things going, how is it
    going, how is it going with, how is it going at, going over at, over at, in what state, what state, what
    condition, condition, in what shape, low down on, the word on, overview of, profile of, account summary, account
    overview, customer overview, latest on, latest with, the latest on, talk to me, whole picture, full picture, full
    story, whole story, everything you have, everything we have, everything you have got, everything we have got, all
    you have got, all you have, all you know, all we know, what you have on, what we have on, cheat sheet, customer
    card, customer page, customer profile, info on, intel, intel on, a bit about, more about, something about, brief
    on, briefing on, getting along with, travelling, vitals, key numbers, key figures, doing these days, doing lately,
    summary of, happy with us`,

  // Work and decisions ------------------------------------------------------------------------------------------------
  proposal: `
    nobody approved it, nobody approved, not approved, not been approved, unapproved, proposal, proposals, suggestion,
    suggestions, approval, approvals, approve, approved, sign off, signing off, sign off on, sign, signature,
    decision, decisions, decide, decided, deciding, yes or no, a yes, okay, my ok, my okay, go ahead, green light, say
    so, my call, on my desk, my desk, my inbox, thumbs up, proposed, proposing, blessing, verdict, my input,
    authorise, authorize, authorization, authorisation, signoff, permission, nod, from me, on me, for me, clicking,
    action item for me, of me, my review, my action, my approval, rubber stamp, on my plate to approve, my yes,
    recommendation, recommendations, need me, needs me, rule on, weigh in, weigh in on, sign offs, to me, in my court,
    my answer, my go ahead, my attention, release, released, releasing, sign them off, signed off, signing, be signed
    off, be approved, for an ok, an ok, for an okay, saying yes or no, not saying yes or no, approvals queue, approval
    queue, approval list, am i holding up, am i holding up by, what am i holding up, what am i holding up by, holding
    things up, to be approved, need approving, needs approving, need to approve, needs to be approved, have to
    approve, must approve, should approve, to approve, to sign off, ratify, endorse, consent, my decision, decisions
    pending, pending decisions, pending approvals, pending proposals, clearance, to be decided, proposals waiting, be
    decided, recommended, suggested, suggest`,
  waits: `
    wait, waiting, waits, await, awaiting, awaits, pending, open, undecided, queue, queued, not decided, have not been
    decided, need, needs, needed, needing, stuck, outstanding, hold, on hold, held up, holding up, backlog,
    unapproved, not approved, nobody approved, left, sitting, hanging, parked, require, requires, required, have to,
    has to, must, should, lined up, line up, up for, stacked up, blocked, due, pile, piled up, do i need, up in the
    air, still, unsigned, ready, desk, inbox, to approve, to decide, to sign, anything, want, not been approved,
    unanswered, me to, in limbo, not yet been decided, not yet decided, not been decided, not yet approved, not been
    approved yet, yet to be decided, yet to be approved, yet to decide, still to be decided, still to decide, still to
    approve, am i holding up, am i holding up by, what am i holding up, what am i holding up by, holding things up,
    held up by me, approvals queue, approval queue, approval list, in the queue, in line, unreleased, not released,
    not yet released, not signed, not signed off, not yet signed, need approving, needs approving, to be approved, be
    approved, be signed off, be decided, to be decided, still need, still needs, to sign off, to release, still must,
    my desk, on my desk, dangling, unattended, unresolved, pending approvals, pending decisions, pending proposals,
    decisions pending, still waiting, not made, have not made, not made yet, not taken, not been taken, not taken yet,
    not signed off on, not answered, not dealt with`,
  task: `
    task, tasks, to do, to dos, todo, todos, to do list, todo list, plate, follow up, follow ups, action item, action
    items, what work, work left, work outstanding, our work, work to do, assignment, assignments, chore, chores,
    homework, have to do, has to do, need to do, needs to do, got to do, get done, getting done, left to do, what to
    do, next step, next steps, things to do, stuff to do, agenda, workload, supposed to do, supposed to be doing,
    should be doing, should do, working on, left undone, undone, be done, to be done, be doing, on the list, our list,
    my list, jobs, job, to get done, checklist, to do items, busy with, errands, duties, items, needs doing, need
    doing, get to, to take care of, got on, everyone got on, everybody got on, team got on, everyone has on, have to
    do what, has to do what, who does what, who is doing what, meant to be doing, meant to do, meant to be done, meant
    to, must do, must be done, must get done, to be getting on with, get on with, still to do, outstanding work, open
    work, work items, work item, work to be done, list of things to do, on our plate, on their plate, on my plate, on
    the agenda, assigned to, backlog of work, action points, action point, actions for the team, due today, overdue
    work, open actions, actions open, outstanding actions, actions outstanding, got on the team, everyone got on the
    team`,
  undone: `
    open, outstanding, overdue, late, due, left, pending, unfinished, undone, remaining, remain, assigned, behind,
    past due, owe, owes, incomplete, yet, not done, complete, completed, finish, finished, done, deadline, slipped,
    missed, urgent, still, next, done yet, priority, priorities, upcoming, first, today, on, supposed, waiting,
    unassigned, nobody, sitting, not done yet, nobody has done, no one has done, has not done, done by today, not
    completed, not finished, still open, left over, for today, in progress, now, to finish, lying around, hanging,
    lying, be done, unstarted, not started`,
  team: `
    team, our people, my people, staff, crew, success team, customer success team, cs team, csm, csms, colleagues, our
    side, on our side, guys, reps, team members, people, folks, on the team, rest of us, everybody, everyone, each
    person, each of us, side, house`,
  alert: `
    alert, alerts, alarm, alarms, red flag, red flags, warning, warnings, alarming, alarm bell, alarm bells, something
    bad, anything bad, bad news, emergency, emergencies, notification, notifications, anything critical, anything
    urgent, warning sign, warning signs, anything alarming, siren, sirens, anything scary, heads up, anything
    worrying, anything on fire, anything to worry about, anything burning, anything serious, scary, anything go off,
    anything gone off, anything went off, something go off, something went off, did anything go off, alarmed, be
    alarmed, should i be alarmed, alarmed about, should i be alarmed about, cause for alarm, cause for concern, reason
    for alarm, anything to be alarmed about, alert list, list of alerts, alert status, anything alarming happening,
    alarm status, bells, bells ringing, anything blow up, anything blown up, anything exploded, anything exploding,
    where do the alerts go, where do alerts go, alerts go, alarms go, warnings go, where do alarms go, where do the
    alarms go`,
  raised: `
    i missed, i miss, we missed, did i miss, last night, overnight, go off, went off, gone off, going off, pop up,
    popped up, come in, came in, come up, came up, raise, raised, fire, fired, firing, sound, sounded, ring, rang,
    ringing, open, active, unread, unacknowledged, acknowledge, acknowledged, looked at, look at, seen, missed, miss,
    critical, severe, serious, high, urgent, should know about, know about, happen, happened, unanswered, unresolved,
    outstanding, pending, handled, dealt with, important, important ones, escalated, taken, picked up, red, trip,
    tripped, unhandled, ignored, sent, still, big, triggered, trigger, live, been, since, attended, attended to, taken
    care of, waiting, nobody, latest, new, going, dealt, need to know about, night, anything, closed, not closed, not
    yet closed, not yet, still active, still open, resolved, not resolved, not yet resolved, unclosed, unsolved,
    active ones, current, currently, list, status, new ones, alive, still on, left, up, fresh, sounding, popping up,
    coming up, come through, came through, set off, cleared, not cleared, not yet handled, not handled, open ones`,
  gate: `
    the exit gates, of the exit gates, the exit criteria, the entry criteria, the exit requirements, the exit, gate,
    gates, entry gate, entry gates, exit gate, exit gates, stage gate, stage gates, entry criteria, exit criteria,
    entry criterion, exit criterion, stage criteria, criteria, criterion, next stage, this stage, current stage, the
    stage, stage, next phase, this phase, current phase, phase, entry requirement, entry requirements, exit
    requirement, exit requirements, exit conditions, entry conditions, stage requirements, entry, milestone,
    milestones, exit, exit condition, entry condition, leaving this stage, leave this stage, leaving the stage, leave
    the stage, leaving this phase, stage exit, stage entry, stage checks, checkpoint, checkpoints, gate status, gate
    check, gate checks, stage gating, gating`,
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
    order, wait, waiting, out, done, fulfilment, met yet, are met, not met, passing of, for the passing, still
    missing, missing still, cross, crossed, through the, get through, got through, enough, short of, lacking, lack,
    outstanding, pending, check, checks, checked, not green, red or green, green or not, green or red, permit,
    permitted, let us, to finish`,

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
    data pipeline, tooling, the tool, the crew, app, this thing, the thing, this whole thing, the whole thing, this
    tool, this app, in the background, the background, background, behind the scenes, processing, the processing,
    operation, operations, nightly, overnight, the imports, scheduled jobs, scheduled job, cron, cron jobs, did
    anything`,
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
    well, in good shape, maintenance, rotten, downtime, kaput, gone down, went down, go down, hiccuped, without
    errors, without problems, without a hitch, without trouble, error free, disturbance, disturbances, malfunction,
    malfunctions, malfunctioning, interruption, interruptions, fault, faults, faulty, defect, defects, defective,
    disruption, disruptions, problems, troubles, working properly, working correctly, working right, working fine,
    works properly, is it working, is it running, working ok, working okay, in working order, am i looking at old
    stuff, am i looking at old data, old stuff, looking at old data, am i looking at, am i seeing old data, ok or not,
    working or not, running or not, up or down, broken or not, hang, hangs, hanging, freeze, frozen, out of order, on
    its feet, doing ok, doing its job, tick, ticking, ticking along, chugging along, hiccough, abort, aborted, time
    out, timed out, timeouts, in good health, succeeded, succeed, successfully`,
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
    allowed to give, below what number, below what score, below which number, below which score, above what number,
    above what score, under what number, under what score, from what number, from what score, from which score, at
    what number, at what point, at which score, at which point, below which, what number is critical, what counts as,
    what do we count as, am i on the list, am i on it, am i on that list, am i included, we allow, do we allow, are we
    allowing, we are allowing, allowed per, have we got it at, got it at, set up as, set as, currently set, configure
    here, configurable here, present values, current values, current value, upper limit, lower limit, limit for,
    permitted, permit, weighs, how is it weighted, percentage weight, cut off point, cutoff point, cut offs, threshold
    for, mark for, pass mark, settings history, setting history, config history`,
  recipient: `
    to whom, whom, to who, who gets, who receives, who is getting, who is receiving, who gets sent, who is sent, sent
    to, go to, goes to, going to whom, who hears, who sees, who is told, who do we tell, who is on, which people get,
    which people, addressees, addressee, get sent to, getting sent to, land with, land at, lands with, end up, who all
    gets, gets copied, copied in, in copy, where do the alerts go, where do alerts go, alerts go, alarms go, warnings
    go, where do alarms go, where do the alarms go`,
  setting_object: `
    critical, at risk, healthy, health, score, health score, usage, engagement, support, value, ticket, tickets,
    alert, alerts, discount, email, emails, message, messages, churn, risk, nps, digest, weekly digest, notification,
    notifications, escalation, expiry, proposal, proposals, campaign, campaigns, survey, surveys, login, logins,
    feature, features, core features, renewal, reminder, reminders, red, green, yellow, amber, high, low, medium,
    uptime, crm, slack, channel, holdout, penalty, point, points, inactive, inactivity, onboarding, trial, offer,
    offers, strategic, escalate, cost, spend, money, chairman, trigger, triggers, customer, high value, big, biggest,
    max, maximum, minimum, largest, mails, red zone, danger zone, contact, contacts, send, sends, sent, in trouble,
    danger, warnings, alarms, alarm, response, high risk, healthy customers, day, days, window, outreach, a month, per
    month, a week, per week, each month, per customer, each customer, per client, deal, stage, gate, gates, sending,
    quiet, promotion, adoption`,
  setting_ask: `
    where, current, currently, value, gets, get, goes, go, turn, somebody, someone, list, made, point, figured, use,
    used, take, takes, matter, matters, most, much, allowed, change, changed, possible, default, below, above, under,
    over, before, play with, customise, mean, means, each, cover, counted, count, counts, contribute, contributes,
    into, factor, factors, formula, calculated, worked out, main, biggest, far, part, heavily, heavy, fall, falls,
    drop, drops, becomes, become, turns, hear, hears, first, when, something, level, look, considered, share, percent,
    range, toggle, control, here, who, set, apply, applies, per, offer, give, hand out, between, adjusted, tuned,
    tweaked, we allow, allow, allowing, allows, permit, permits, present, presently, values, number, exact, weigh, how
    heavily, figure, size, limit, stand, stands, sets, sits, sit, put`,
  changed: `
    what changed, what has changed, what is changed, change, changed, changes, changing, change log, changelog,
    modified, modify, modification, modifications, altered, alter, alteration, alterations, adjusted, adjust,
    adjustment, adjustments, touched, touch, touching, tweaked, tweak, tweaks, edited, edit, edits, fiddled, fiddle,
    fiddled with, fiddle with, fiddling, messed with, mess with, messing with, messed, messing, updated, update,
    updates, tampered, tamper, tampered with, turned, moved, switched, history, audit, audit trail, log, played with,
    playing with, play with, playing around with, tinkered with, tinkering with, tinker with, tinkering, tinkered,
    revised, revisions, reconfigured, reset, last changed, was changed, been changed, who set, made changes, past
    changes, version, versions, raised, lowered, bumped, overridden, monkeyed with, monkeying with, mucked with,
    mucking with, meddle, meddled, meddling, different, differently, shuffled, fiddling with, somebody fiddling,
    changing of, changes made, changes to, change to, changes at, changes in, touched the, switched around, edits to,
    edited the, been adjusted, been altered, been touched, been edited, been fiddling, set before, set to before, was
    it before, it was before, before they changed it, before the change, different from before, since changed, setting
    history, settings history, config history, change history`,
  changed_who: `
    who, whom, by whom, when, last, latest, recent, recently, team, different, differently, behave, behaving, acting,
    which, ever, made, list, made by, previous, old, value, values, score, weird, odd, off, around, people, person,
    somebody, someone, anybody, anyone, time, the last time, last time, day, before, until, old one, prior, former,
    earlier, of late, exactly, by, culprit, whose doing`,
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
    full auto, hand holding, full control, a human, need permission, step in, off its own bat, on its own bat, of its
    own initiative, on its own initiative, at its own discretion, self acting, unprompted, on autopilot, on auto, by
    machine, hand operated, without a nod, without our say so, without being asked, without anyone asking, without
    anyone looking, without anybody looking, without oversight, without supervision, human hand, a person has to,
    someone has to, somebody has to, have to ok, have to okay, have to approve, do i have to ok, do we have to ok,
    sign those off, signs those off, human sign, done by hand, by a human, by a person, automates itself, manual
    approval, manual sign off, on automatic, in automatic`,
  mode_object: `
    action, actions, kind, kinds, type, types, do, does, done, doing, happen, happens, happening, run, runs, running,
    machine, system, you, send, sends, sending, out, goes out, email, emails, mail, mails, message, messages, offer,
    offers, discount, discounts, task, tasks, escalation, escalations, setting, settings, hand out, handed out, give,
    given, giving, approve, approved, approval, somebody, someone, have to, has to, need, needs, still, how much,
    things, allowed, set, set to, currently, people, decide, contact, person, write, writes, reach out, handle,
    handled, take, takes, step, work, turned on, switched on, set up, campaigns, campaign, change, changes, crew,
    software, robot, bot, outreach, which, click, clicking, versus, or, by, myself, ourselves, without, left, go,
    sign, sign off, level, act, make, makes, and, human, require, requires, first, go through, going through,
    triggered, fully, ask, asks, calls, call, per, trust, involve, involved, carry, carry out, carries out, carried
    out, perform, performs, performed, execute, executes, executed, launch, launches, bat, steps, stuff, sign those
    off, approve those, required, necessary, go ahead, yes, ok them, okay them, ok, okay, everything, each, part,
    parts, bit, bits, proposal, proposals, discounting, emailing, follow up, follow ups`,

  // How good, and what to be careful with -----------------------------------------------------------------------------
  trust: `
    trust, trusted, trustworthy, reliable, reliability, accurate, accuracy, right, correct, any good, backtest,
    backtests, back test, back tests, backtesting, back testing, hit rate, track record, false alarm, false alarms,
    false positive, false positives, precision, recall, auc, see it coming, saw it coming, seen it coming, see them
    coming, saw them coming, come true, came true, dependable, valid, validated, credible, calibrated, calibration, on
    the money, bet on, rely on, relied on, count on, how well, how good, predict, predicted, predicts, predicting,
    prediction, predictions, forecast, forecasts, wrong, mistaken, mistake, mistakes, believe, confidence, confident,
    missed, miss, catch, caught, spot, spotted, foresee, foresaw, warn, warned, good at, stack up, hold up, held up,
    past performance, look back, better than guessing, guess, coin flip, proven, really did, really left, really
    churned, really do, actually did, actually left, actually churned, actually cancelled, actually leave, actually
    go, turn out, turned out, pan out, panned out, meaningful, flag, flagged, tested, test, call it, called it, call
    right, prove, in advance, ahead of time, surprise, surprised, blindsided, misses, pick out, picked out, how often,
    foreseen, foreseeing, luck, lucky, right about, wrong about, false negative, false negatives, predictive,
    validity, credibility, counted on, hold water, seriously, error rate, robust, sound, in hindsight, hindsight,
    retrospect, in retrospect, any use, right or wrong, get it right, got it right, gets it right, misjudge,
    misjudged, hits`,
  reliance: `
    trust, trusted, trustworthy, reliable, reliability, accurate, accuracy, backtest, backtests, back test, back
    tests, backtesting, back testing, hit rate, track record, false alarm, false alarms, false positive, false
    positives, false negative, false negatives, precision, recall, auc, see it coming, saw it coming, seen it coming,
    see them coming, saw them coming, seeing it coming, come true, came true, dependable, valid, validated, validity,
    credible, credibility, calibrated, calibration, on the money, bet on, rely on, relied on, count on, counted on,
    believe, predict, predicted, predicts, predicting, prediction, predictions, forecast, forecasts, predictive,
    foresee, foresaw, foreseen, foreseeing, confidence in, confident, past performance, better than guessing, coin
    flip, proven, prove, proved, pan out, panned out, really left, really churned, actually left, actually churned,
    actually cancelled, actually leave, actually go, in advance, ahead of time, blindsided, by surprise, took us by
    surprise, surprised, surprise, right about, wrong about, was it luck, luck, lucky, any good, how good, called it,
    called it right, call it right, call right, get it right, got it right, gets it right, getting it right, right or
    wrong, well founded, hold water, any use, to be trusted, take seriously, seriously, meaningful, hits and misses,
    hits, misses, misjudge, misjudged, correct, correctly, sound, robust, error rate, margin of error, well does, how
    often, really did, really do`,
  predictor: `
    were you, you right, you were, your, you said, you would, you predicted, you predict, you get it, did you, have
    you been, you been, you got, trust you, you flagged, you called, you warned, we see, did we, we saw, were we, we
    right, score, scores, scoring, health score, health scores, prediction, predictions, predict, predicted,
    predicting, predicts, model, models, forecast, forecasts, churn prediction, churn predictions, churn model, churn
    score, churn scores, risk score, risk scores, warning, warnings, backtest, backtests, back test, back tests,
    backtesting, back testing, false alarm, false alarms, false positive, false positives, hit rate, track record,
    algorithm, risk rating, estimate, estimates, called, call, calls, said, flag, flags, flagged, warned, see it
    coming, saw it coming, seen it coming, numbers, precision, recall, auc, accuracy, the crew, risk list, risk flags,
    health rating, probabilities, crystal ball, them coming, churn risk, the system, it, probability, false negative,
    false negatives, error rate, risk prediction, risk predictions, risk model, churn forecast, churn forecasts, the
    ones who left, ones who left, those who left, predictive, ratings, rating, likelihoods, likelihood`,
  model: `
    score, scores, scoring, health score, health scores, prediction, predictions, predictive, model, models, forecast,
    forecasts, algorithm, risk score, risk scores, churn score, churn scores, churn model, estimate, estimates,
    warning, warnings, flags, risk list, risk rating, health rating, probabilities, probability, backtest, false
    alarms, hit rate, precision, recall, auc, the crew, crystal ball`,
  past: `
    so far, in the past, past, historically, history, would, did, really, often, before, when, churn, churned, leave,
    leaves, left, leaving, lost, cancel, cancelled, canceled, quit, go, gone, walked, calling, result, results, how,
    at risk, risk, critical, customers, time, been, one, stay, stayed, put, stock, performance, perform, performed,
    performing, lately, ones, false, rate, in time, actual, actually, reality, against, compare, compared, who, good,
    well, bad, up, make, decisions, guy, to tell, work, works, worked, doing, done, fared, get, gets, track, coming,
    warning, high, low, the ones who left, ones who left, those who left, cancellations, cancellation, leavers,
    departures, looking back, in hindsight, hindsight, up to now, historical, last time, earlier, over the years,
    customer, losses, churners, risky, then, really did, really do`,
  incomplete: `
    missing data, missing, incomplete, incomplete data, gap, gaps, no data, hole, holes, partial, patchy, contradict,
    contradicts, contradictory, contradicting, contradiction, contradictions, inconsistent, inconsistency,
    inconsistencies, conflict, conflicts, conflicting, mixed signal, mixed signals, mixed messages, not add up, add
    up, make sense of, make sense, makes sense, odd one, odd ones, oddball, oddballs, anomaly, anomalies, outlier,
    outliers, edge case, edge cases, exception, exceptions, too often, too much, too many, way too often, over
    contacted, over contacting, over mailed, overcontacted, pester, pestering, spam, spamming, annoy, annoying,
    bombard, bombarding, overload, overloaded, overwhelm, overwhelming, fatigue, badgering, badger, hounding, hound,
    smothering, harass, harassing, never answer, never answers, never reply, never replies, never respond, never
    responds, not respond, not responding, not answer, not answering, not reply, not replying, unresponsive, gone
    dark, go dark, going dark, went dark, gone quiet, went quiet, going quiet, gone silent, went silent, go silent,
    silent, radio silence, ghost, ghosting, ghosted, ignore, ignoring, ignores, ignored, not match, mismatch,
    disagree, disagrees, special case, special cases, special handling, negative spiral, spiral, spotty, no response,
    never hear back, hear back, heard back, hear from, heard from, silence, crickets, not enough data, too little
    data, thin data, bad data, not have data, lacking data, lack data, lacking, leave us hanging, stopped answering,
    stopped responding, stopped replying, nagging, nag, incomplete records, incomplete picture, incomplete info,
    blank, blanks, half empty, not talking to us, never get back, not getting back, never got back, blanking, strange,
    weird, too frequently, odd cases, odd case, strange cases, strange case, weird cases, weird case, can not rely on,
    can not rely on the data, not rely on the data, can not trust the data, not trust the data, unreliable data, data
    unreliable, shaky data, dodgy data, poor data, sketchy data, data quality, data gaps, data holes, data missing,
    lack of data, never write back, not write back, never come back to us, does not add up, do not add up, not adding
    up, adding up, not fit together, fit together, at odds, muddled, messy, mess, unclear data, contradict themselves,
    self contradictory, pull in different directions, going in different directions, different directions, do not
    reply, no reply, no replies, no answer, not heard from, fallen silent, fell silent, quiet on us, not getting
    through, can not reach, cannot reach, not reach, unreachable, out of touch, lost touch, pestered, spammed,
    bombarded, on our nerves, gone quiet on us, are we bugging, we bugging, bugging anyone, bugging people, bugging
    customers, bugging them`,
  overdone: `
    too often, too much, too many, too frequently, way too often, over contacted, over contacting, over mailed,
    overcontacted, pester, pestering, pestered, spam, spamming, spammed, bombard, bombarding, bombarded, badgering,
    badger, hounding, hound, smothering, harass, harassing, nagging, nag, are we bugging, we bugging, bugging anyone,
    bugging people`,
  evidence: `
    data, information, info, record, records, signal, signals, number, numbers, usage, feedback, nps, score, high,
    low, good, bad, great, terrible, like, but, yet, email, emails, emailed, emailing, mail, mails, mailing, message,
    messages, messaging, contact, contacts, contacting, contacted, outreach, call, calls, calling, write, writing,
    reach out, reaching out, us, we, each other, another, one another, story, picture, happy, unhappy, say, says,
    tell, tells, full, complete, dark, respond, answer, reply, back, survey, surveys, happy on paper, on paper, paper,
    things, weird, strange, odd, point, direction, directions, way, ways, different, opposite, opposing, two, active,
    angry, reaction, times, fields, field, side, file, files, profile, profiles, anything, risk, at risk, healthy,
    with, rely, entries, entry, rates, though, whose, do not, themselves, together, customer data, account data,
    details, detail, values, value, sign, signs, healthy score, high usage, low usage, bad nps, good nps, low nps,
    high nps, good score, bad score, low score, high score, touch, pieces, list, cases, case`,

  trigger: `
    which automatic triggers, trigger, triggers, triggered, trip, tripped, tripwire, tripwires, automatic trigger,
    automatic triggers, automatic rule, automatic rules, rule, rules, automatic stuff, set off, automation rule,
    automation rules, auto triggers, triggering, automated rule, automated rules, trigger log, trigger history,
    trigger activity, auto rule, auto rules, automatism, automatisms`,
  fired: `
    fire, fired, firing, fires, go off, went off, gone off, going off, goes off, kick in, kicked in, kicking in, kick
    off, kicked off, tripped, trip, activity, activities, how often, often, automatic, automatically, automated,
    stuff, log, history, hit, happen, happened, set off, activated, activate, activation, activations, pulled, start,
    started, launched, run, ran, running, about, by themselves, fire off, fired off, triggered, set, off, event,
    events, recent, latest, last, being, active, been, itself, by itself, on its own, on their own, by their own,
    release, released, respond, responded, reacted, react, acted, act, sprang, sprung, jumped in, stepped in, step in,
    list, count, came in, responds, went, executed, execute, tripped off, auto, wise`,

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
    over, together, put together, board, for the board, put, give, gives, sent, hand over, here, executive, bring,
    bring up, print, make, made, created, create, composed, prepared, drawn up, got, there, tell, tells, state,
    states, stated, view, brief, overall, key, copy, whole thing, summary of`,
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
    lowdown, monday, occurrence, occurrences, events, event, going down, gone on, been going on, what has been
    happening, been happening, happening, transpire, transpired, digest version, short of it, long and short, main
    points, key points, main things, bullet points, in brief, summing up, of note, of interest, of importance,
    version, summary of`,
  week: `
    the week, week, weekly, all week, 7 days, seven days, working week, work week, this week, last week, past week,
    whole week, weekly digest, digest, weekly summary, weekly roundup, weekly round up, weekly update, weekly recap,
    weekly overview, weekly brief, weekly briefing, weekly report, weekly wrap up, weekly news, week in review, our
    week`,
  away: `
    out, away, vacation, on vacation, holiday, on holiday, off, travelling, traveling, on leave, gone, sick, short,
    side, front, so far, main, big, biggest, most, important, customer, customers, our customers, back, read, with, on
    our side, around here, anything, everything, good, bad, quick, get, from, briefly, happening, key, few days, at a
    conference, on the road, version, digest version, all, main points, points, bullet, bullet points, team, business,
    for us, with us, over here`,
  data: `
    data, record, records, row, rows, import, imports, imported, upload, uploads, customer, customers, information,
    database, event, events, dataset, data set, feed, history, source, sources, file, files, number, numbers, figure,
    figures, data status, load, loaded, ingest, ingested, user, users, ticket, tickets, batch, batches, in there,
    stuff, accounts, account, account data, customer data, load status, entries, entry, your figures, your numbers,
    your data, content, contents, material, history data, data volume, rows of data, data points, data point`,
  loaded: `
    load, loaded, loading, loads, import, imported, imports, upload, uploaded, in there, in here, in the system, in
    it, updated, update, refreshed, refresh, how far back, go back, goes back, go back to, going back, reach back, go
    up to, goes up to, up to, run up to, last get, last got, get new, got new, get fresh, got in, come in, came in,
    coming in, arrive, arrived, have you got, do you have, have you, do we have, have we got, we have, you have, got,
    stored, store, hold, holding, data status, load status, latest date, latest day, as of, cover, covers, covered,
    most recent, date back, dates back, fed, fed in, feed, in the database, in your database, ingest, ingested,
    brought in, how old, how recent, how current, pulled in, last date, sitting on, working with, work with, know
    about, know of, synced, sync, in total, status, last import, last load, newest, all in, on file, in storage, on
    record, track, tracking, recent, last update, last refresh, refreshing, how fresh, latest, see, through, reach,
    reaches, reached, reaching, reach to, reach up to, extend, extends, last refreshed, taken in, read in, pulled,
    fetched, last pulled, altogether, in the set, contain, contains, contained, in store, available, sit, sitting in,
    present, loaded in, have on, got on, got in there, got in here, your figures, your numbers, your data`,
  extent: `
    when, what date, which date, date, last, latest, newest, new, time, oldest, earliest, first, how far, far, back,
    size, amount, what has, any, status, there, in, up, big, long, large, know, start, starts, begin, begins, end,
    ends, what day, which day, go, goes, size of, ago, how long ago, long ago, source, sources, total, system,
    database, here, most recently, what been, lot, your, right up to, period, range, so far, what, old, current, look
    at, so, up to which date, until which date, until what date, until when, till when, since when, from when, as of
    when, how old, how recent, which period, what period, span, spans, many, altogether, by when, day, timestamp,
    dated`,
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
    you tell me, are you able to answer, you able to answer, able to do, support me, you me support, can you me
    support, with what can you help, what can you support, can you support me, you support me with, can you assist,
    assist, assist me, you assist me, assist with, how can you help, how can you assist, what do i ask, what should i
    ask, what may i ask, what can i say, what could i ask, what else can you, which topics, topics you cover, things
    can i ask, list of commands, available commands, manual, user guide, usage guide, instruction, how do i talk to
    you, how do i use you, things do you know, sort of things do you know, sort of things, kinds of things, kind of
    things, what are you good for, what are you for, what do you do, do you do, options do i have, what am i able to
    ask, am i able to ask, able to ask, what do you offer, what do you cover, answer for me, can you answer for me,
    questions can you`,
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
