/** Words of English one slip of the pen away from one of ours, which are not to be taken for it: a `tiger` is no `trigger`. */
const words = `
  ablest acing acquire aground alight alighted alighting alights alternation always ambled ambles ambling angriest
  annals annul annuls anythings apples asked asses auction auctioned auctioning auctions backings backside badge
  badges baited baiting baked baking baled baling bandied bandying banked banking banks bards baring barley basest
  bashed bashes bashing basics basin basins basked basking basted bastes basting bathed bathes bathing beaked beaks
  beaned beaning beans beasts beginnings behalves believer believers bellow bellowed bellowing bellows besets biased
  biases biasing biped blacked blacking blacks blessings blimps blocs blots blowing blows boars booths boring botched
  botching bough boughs braked braking branded branding brands britches broker brokers brooked brooking brother
  brothers broths bucked bucking budded budding budge budges bused buses busing butter buzzes cached caches caching
  calculate calibrate callings callus callused calluses callusing carted carting carts casings castes casting
  catchings catchy ceased ceases ceasing ceilings charge chars chaste chats chattier chord clause clauses clearings
  closer closest closet closets clover clovers coasted coasting coasts colds combed combine combing comedy comets
  comings commando commandos compete competed competes competing completer completest compliant compute computes
  content contented contenting contributory conversed converses conversing coped coping copped copping corded cording
  corked corking corned corning corporate corps costings countess counties courser coves creed cricket cured cures
  curing curios curse cursed curses cursing darted darting dawned dawning dawns dealings decease deceased deceases
  deceasing defied defies deflect deflected deflecting deflects degrade delivery derive derived derives deriving
  dessert desserts dialings diner diners direst dirges disagreeing disgruntle diver divest dodged dodges dodging
  doling doming doped dosed doses doting doves dozing drawing draws dreaded dreading dreads drier driers drivel
  drivels driven droned drones drooped drooping droops droppings drowned drowns earnings edicts enable ended ending
  errand ether evenings excerpt excerpted excerpting excerpts excited exciting exist existed exists expired expires
  expiring facets faction factions factory failings fairy falser falsest farces farmed farming fated fating feared
  fearing feasted feasting feasts feelings feted feting fiddler fiddlers filets filled filling filmed filming finest
  firmed firming fished fishes fishiest fishing fists fixes flailed flailing flails flairs flared flares flaring
  fleeing fleets flexed flexes flexing flied flies focussed focusses focussing foiled foiling folksy fonts foreseeing
  foreseen formed forming forms formulae formulated formulating franc francs freshens freshest fries frustrate
  funniest gaped gapes gaping gases gasped gasping glade glades glands goners gongs goodby goring gowns grains grates
  greed gripped gripping grips groped groping grossest groupings growled growling growls guests haled haling halted
  halting halved halves halving handiest handler handlers hangings happenings happiest hardy hared haring hasted
  hastes hasting hatred hatted hatting havens headings heads hearings hearts heated heath heating heaviest heavyweight
  helpings herds heresy heroes herpes herring honesty hosed hoses hosing housings howled howling hugest hugged hugging
  humane hurtling insider insiders instruction intenser intensest jeopardized jeopardizes jointed jointing joints
  jokers kindled kindling kindred knowings lacing lager landings lashed lashes lashing lathed lather lathered
  lathering lathers lathes lathing latter launch launches launching leases leered leering leers licked licking likens
  likest liner linings listings littler littlest livens livers livest livings loaves loins longings losers lotuses
  lounged lounging lousiest lovers makers malted malting manes markings marred masked masking matte matted matting
  meanings meddler meddlers media medias meetings meted metes meting miens mighty minced minces mincing minded minding
  miners minted minting minuet minuets minuter minutest misused misuses misusing modelings modest modifiers molded
  molding monkey monkeyed monkeying monkeys moored mooring mornings moths mourning movers movies mulched mulches
  mulching munched munches munching mused musing muted muting needled needling nicest niches nicked nicking nieces
  notching nothings nudes offerings openings ounces outrage outraged outrages outraging palate palates pamper pampered
  pampering pampers panned panning paring partied partings partying pastas paste pastes patch patched patches patching
  pates patter pattered pattering patters pauper paupers payed pease pepped pepping persona peter petered petering
  peters petty phoney phoneys phonied phonies phonying phrase phrased phrases phrasing pilled pilling piloted piloting
  pilots pints place plaids plains plane planes planet planked planking planks plant plants playing pleas pleasings
  pleated pleating plied plies pluming plunger plungers pluses poplar poplars pored poring potion potions potted
  potting praying predicated predicating prettiest probe probes proceeds producer producers promote promoted promotes
  promoting proms propose provider purchaser purchasers pushers puttying qualifiers quiet quieted quieting quilted
  quilting quilts quitted quitting rafted rafting raged rages raging raisin raked raking ranger rangers rankled
  rankling ratings ration rationed rationing rations ratted ratting ravels ravens ravings readiest readings reales
  realms realty reaped reaping reaps receivers reconfigure recordings regaled regaling relied relies relying remainder
  remainders remaking replay reposed reposes reposing rescuer rescuers resent resented resenting resents resolver
  rested resting rests revise revision rinsed rinses rinsing risers rocked rockiest rocking rocks romped romping
  rooted rooting roots roused rouses rousing rowed rowing ruing rulers rulings runes ruses sacked sacking sacks sages
  sales salved salves salving sanded sanding sands savings sawing sayings scare scared scares scariest scaring scars
  scented scenting scents scope scoped scoping scorer scorned scorning scoured scouring seamed seaming seated seating
  seats seeded seeding seeds seized seizes seizing sentient serve serves settling sevens severer severest sewing
  shakes shaking shamed shames shaming sharked sharking shaved shaves shaving sheared shearing shifty shingle shingled
  shingles shingling shoed shore shores showings shred shuffle shuts sidings sidled sidles sidling sifted sifting
  sifts singe singes sipped sipping sires siting skill skilled skinned skinniest skinning skunked skunking skunks
  slaked slaking slaying slicker slickest slicks slinked slinking slinks slits sluice sluiced sluices sluicing slums
  smoothes snaked snaking snicker snickered snickering snickers snore snored snores snoring snuffer socked socking
  socks soled solve somethings soothed soothing sopped sopping sorest sorriest spasm spasms spaying speedy spewed
  spied spies spilt spited spiting spits spitted splice spliced splices splicing splint splinted splinting splints
  spooned spooning spoons spores sported sporting sports spottiest spouted spouting spouts spreed stabler stablest
  stags staler stalest stalked stalking standings staple stapled staples stapling stare stared staring stars startled
  startling stater statue staved staves staving stealing steeped steeping steeps sticker stickers stickiest stinking
  stinks stockings stocky stoked stoking stolid stomped stomping stomps stooped stooping stoops store stores stormed
  storming stormy strand stranded stranding strands stranger strangers strangest strangle strangled strangles
  strangling strayed straying strays string struck stuffings stuffy subject subjected subjecting subscribes succeeds
  sufferings suing supervise suppose surest surfed surfing swats swaying sweaty swigs swooned swooning swoons tacks
  talker talkers tamed tamer taming tanker tankers tanned tanning taper tapered tapering tapers teaches teaching teaks
  tended tending tends thank thicket thickets thorough thought thoughts three threes thrust thrusting thrusts tickled
  tickling tieing tigers tiled tiling timings tinged tinging tings tipped tipping tires tiring touchings touchy tough
  toughs traced tracing trail trailed trailing trails travelings trendy tribal tricked tricking tricks tries trilled
  trilling trills tripe tripled tripling tripos trough troughs truest trustworthiest trusty tumbler tumblers tuners
  tying typesets undecideds understandings undoes undoing unerring unhappiest uniquer uniquest untied ushered ushering
  ushers validate veriest vials viewed viewing vital wailing waist waists waken wakened wakening wakens weakling
  wearing weeing weighty weirdo weirdos whaler whalers whereas whirled whirling widens widest widow widowed widowing
  widows widths winded winding wined wines winged winging wining wises witched witching worded wording words workings
  worthy wounder wreaked wreaking wreaks wring writer writers writhe writhes writing writings writs yearling yearned
  yearning yearns
`

export const realWords: ReadonlySet<string> = new Set(words.trim().split(/\s+/))
