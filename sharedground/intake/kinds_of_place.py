"""What people call each category: the phrases of lists, registers and OpenStreetMap."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, str]] = {
    "community-hub": """
        community centre, community hub, hub, village hall, church hall, parish hall, community
        hall, memorial hall, assembly room, neighbourhood centre, neighborhood center, warm
        space, warm hub, warm bank, warm welcome, day centre, drop in, drop in centre, meeting
        room, meeting place, meeting space, resource centre, community house, community
        building, community space, social centre, public hall, community facility, community
        room, senior center, older people centre, welcome space, hall, community wellbeing
        centre, community venue, community cafe, social facility, community and social care,
        multi purpose centre, community trust centre, guildhall, welfare hall, institute, miners
        welfare, community base, family centre, family hub, community complex, settlement,
        partnership centre, parochial hall, village room, reading room, community kitchen and
        hub, community center, welcome centre, community meeting place, hall and community
        centre, venue for hire, family contact centre
    """,
    "faith-place": """
        church, chapel, mosque, masjid, synagogue, temple, gurdwara, gurudwara, cathedral,
        minster, abbey, priory, place of worship, worship, religious, religious building,
        religious organisation, religious ground, religion, faith, faith group, faith place,
        faith building, faith centre, parish, methodist, baptist, roman catholic, catholic,
        anglican, church of england, quaker, quaker meeting house, friend meeting house, meeting
        house, salvation army, kingdom hall, mandir, vihara, christian, islamic centre, islamic,
        muslim, hindu, sikh, jewish, buddhist, congregational, united reformed, pentecostal,
        churchyard, convent, monastery, shrine, kirk, unitarian, orthodox, evangelical, gospel
        hall, jehovah witness, presbyterian, lutheran, latter day saint, seventh day adventist,
        ministry, tabernacle, citadel, vicarage, place_of_worship, eruv, islamic cultural
        centre, mission hall, basilica, church of scotland, free church, quran
    """,
    "community-group": """
        community group, voluntary group, voluntary organisation, charity, association, resident
        association, tenant association, tenant and resident, tara, society, social club, club,
        friend of, friend group, woman institute, women institute, womens institute, wi, rotary,
        lion club, u3a, support group, lunch club, coffee morning, volunteer group,
        volunteering, self help, self help group, interest group, gardening club, gardening
        group, community association, voluntary sector, third sector, vcse, vcs, not for profit,
        social enterprise, community interest company, mutual aid, befriending, british legion,
        peer support group, working men club, community organisation, residents group, resident
        group, civic society, group, membership organisation, social group, hobby, older people
        group, carer group, network, forum, freemason, masonic, charitable trust, walking group,
        good neighbour, environmental group, conservation group, tenants association, social
        activity, ngo, womens group, men shed, mens shed, knit and natter, time bank, campaign
        group, timebank, membership club, civil society
    """,
    "youth-space": """
        youth centre, youth center, youth club, youth hub, youth space, youth project, youth
        service, youth zone, youth, young people, scout, scout hut, scout group, cub, beaver,
        girl guide, guide, girlguiding, brownie, rainbow unit, cadet, sea cadet, air cadet, army
        cadet, boy brigade, girl brigade, teen, teenager, woodcraft folk, adventure playground,
        youth facility, young person, childrens club, boys and girls club, boy and girl club,
        youth group, youth work, detached youth
    """,
    "arts-culture": """
        theatre, theater, museum, gallery, art gallery, art, art centre, arts centre, art and
        culture, culture, cultural, cultural centre, heritage, historic, history, monument,
        memorial, war memorial, cinema, music venue, music, choir, dance, dance studio, dance
        school, school of dance, stage school, drama, drama school, concert hall, archive,
        artwork, public art, listed building, castle, archaeological, ruin, festival, bandstand,
        craft, art studio, music studio, recording studio, performing art, orchestra, band,
        brass band, film, local history, exhibition, creative, arts_centre, art space, amateur
        dramatic, operatic, historic building, stately home, historic house, historical site,
        statue, photography, painting, tourism, attraction, visitor centre, community radio,
        scheduled monument, cultural venue
    """,
    "library": """
        library, public library, mobile library, community library, library service, lending
        library, little free library, library and information, book exchange, public bookcase,
        community run library, record office and library
    """,
    "school": """
        school, academy, college, sixth form, primary, primary school, secondary, secondary
        school, university, higher education, further education, high school, grammar school,
        infant school, junior school, pupil referral unit, special school, free school,
        maintained school, independent school, education, educational, educational
        establishment, all through school, middle school, elementary school, all through, prep
        school, preparatory school, voluntary aided school, foundation school, community school,
        academy converter, academy sponsor led, post 16, school campus, hebrew school,
        alternative provision, school and college, infant and nursery school, learning campus,
        studio school, technical college, charter school
    """,
    "early-years": """
        nursery, nursery school, preschool, pre school, childminder, child minder, child care,
        childcare, day nursery, creche, children centre, childrens centre, sure start, early
        year, playgroup, play group, toddler, toddler group, parent and toddler, baby and
        toddler, mother and toddler, stay and play, after school club, out of school club, out
        of school, breakfast club, kindergarten, children day care, under 5, montessori, holiday
        club, baby, baby group, early learning, day care center, head start, childcare on non
        domestic premise, daycare, child care centre, full day care, wraparound care, early
        childhood
    """,
    "adult-learning": """
        adult education, adult learning, adult education centre, community learning, training
        centre, training, training provider, esol, english class, skill centre, skill, lifelong
        learning, worker educational association, wea, learning centre, digital skill, digital
        inclusion, university of the third age, adult and community learning, it class, learning
        hub, apprenticeship, course, class, workshop, learning and skill, computer class,
        learning, education and training, language school, adult college
    """,
    "food-support": """
        food bank, foodbank, food pantry, pantry, food club, pantry and food club, community
        fridge, social supermarket, soup kitchen, soup run, meal provider, meal, food provider,
        food parcel, food project, food, community kitchen, community meal, food co op, food
        coop, food cooperative, trussell, trussell trust, fareshare, community grocery, food
        hub, food aid, food support, food partnership, community shop, emergency food, food
        distribution, hot meal, affordable food, food shelf, food larder, community larder,
        foodcycle, food sharing, meal on wheel, food help
    """,
    "work-advice": """
        job centre, jobcentre, jobcentre plus, job center, citizen advice, citizen advice
        bureau, cab, advice, advice centre, employment support, employment service, employment,
        welfare right, debt advice, debt, law centre, legal advice, legal, legal service,
        career, career service, career centre, credit union, benefit advice, welfare benefit,
        information and advice, advice and guidance, advice and information, housing advice,
        housing support, workforce center, job club, money advice, immigration advice, financial
        advice, financial inclusion, business support, enterprise centre, work club,
        unemployment, advocacy, work and skill, housing and homelessness, homelessness,
        homeless, homeless shelter, shelter, money and debt, job, work and advice, refugee
        support, asylum, information, housing option, enterprise hub, advice service, housing
        association office, homelessness support, social_facility shelter, refuge, women refuge,
        domestic abuse, domestic violence, domestic abuse service, women aid, safe house
    """,
    "gp-surgery": """
        gp, gp surgery, gp practice, general practice, general practitioner, doctor, doctor
        surgery, surgery, medical practice, medical centre, medical center, health centre,
        health center, clinic, walk in centre, health, federally qualified health center,
        community health center, community health centre, primary care, primary care centre,
        urgent care, urgent treatment centre, fqhc, health service, other health provider,
        physiotherapy, physiotherapist, podiatry, health provider, health and wellbeing centre,
        nhs, healthcare, healthcare centre, healthy living centre, sexual health, school based
        health center, family practice, doctors, health care, medical, health and care, health
        visitor, maternity, midwife, polyclinic, health clinic, group practice, outpatient,
        ambulatory care, medical service, health facility, health hub, public health
    """,
    "pharmacy": """
        pharmacy, chemist, drug store, drugstore, dispensing chemist, dispensary, community
        pharmacy, pharmaceutical, dispensing appliance contractor
    """,
    "dentist": """
        dentist, dental, dental practice, dental surgery, orthodontist, orthodontic, dental
        clinic, denture, dental care, community dental service
    """,
    "hospital": """
        hospital, infirmary, accident and emergency, acute hospital, community hospital, general
        hospital, private hospital, cottage hospital, emergency department, nhs trust site
    """,
    "mental-health": """
        mental health, counselling, counseling, counsellor, therapy, therapist, psychological,
        psychology, talking therapy, psychotherapy, samaritan, suicide prevention, bereavement,
        bereavement support, recovery, addiction, drug and alcohol, alcohol, substance misuse,
        wellbeing, well being, emotional wellbeing, eating disorder, mental wellbeing, dementia
        cafe, dementia, psychiatric, crisis cafe, crisis support, health and wellbeing, iapt,
        mental health service, camhs, anxiety, loneliness, emotional support
    """,
    "care-home": """
        care home, nursing home, residential home, residential care, residential care home,
        homecare agency, homecare, home care, supported living, supported housing, extra care,
        extra care housing, sheltered housing, assisted living, retirement home, retirement
        housing, retirement, hospice, domiciliary care, older people housing, almshouse, social
        care, skilled nursing, skilled nursing facility, nursing, care service, care provider,
        adult social care, care village, nursing_home, group_home, elderly care, residential
        nursing home, care home with nursing, care home without nursing, shared lives, adult
        care, respite, respite care, care centre, nursing care, children home, childrens home
    """,
    "defibrillator": """
        defibrillator, aed, defib, public access defibrillator, automated external
        defibrillator, defibrillator location
    """,
    "community-safety": """
        police, police station, fire station, fire, fire and rescue, fire_station, ambulance
        station, ambulance, community safety, coastguard, rescue, mountain rescue, lifeboat,
        neighbourhood watch, victim support,
        probation, emergency service, crime prevention, safe haven, safe place, street pastor,
        police office, fire house, firehouse, safety, emergency_service
    """,
    "park": """
        park, garden, public garden, public park, public park or garden, allotment, community
        garden, allotment or community growing space, community growing space, growing space,
        green space, greenspace, open space, play area, play park, playground, play space,
        recreation ground, rec, nature reserve, local nature reserve, woodland, wood, meadow,
        common, village green, green, country park, forest, trail, orchard, community orchard,
        skate park, dog park, nature, wildlife, cemetery, graveyard, burial ground, crematorium,
        managed allotment, nature_reserve, recreation_ground, park and garden, amenity green
        space, natural green space, beach, public space, pocket park, play, botanical garden,
        park and open space, city farm, farm, garden and park, environment, bird hide, picnic
        site, conservation area, rest garden, water meadow, nature site, pleasure ground, rest
        park, heath, children play area, equipped play area, arboretum, square and garden, lido
        park, urban green, civic space
    """,
    "sport": """
        sport, sports centre, sport centre, sport hall, sport club, sport facility, sport
        ground, other sport facility, leisure, leisure centre, leisure center, swimming,
        swimming pool, pool, baths, gym, gymnasium, health and fitness, health and fitness gym
        station, fitness, fitness centre, fitness suite, tennis, tennis court, tennis club,
        tennis centre, indoor tennis centre, football, football club, football pitch, rugby,
        rugby club, cricket, cricket club, cricket pitch, hockey, hockey club, golf, golf
        course, golf club, bowling, bowling green, bowling club, bowl, bowl club, badminton,
        netball, basketball, athletic, athletic track, athletic club, athletic stadium,
        gymnastic, martial art, karate, judo, taekwondo, boxing, boxing club, wrestling, squash,
        squash court, ski, ski slope, ice rink, ice hockey, riding, riding school, riding club,
        equestrian, horse riding, rowing, rowing club, sailing, sailing club, water sport,
        watersport, canoe, canoe club, fencing, fencing club, croquet, croquet club, trampoline,
        weight, weightlifting, cycling, cycling club, cycle club, velodrome, running, running
        club, runner, parkrun, yoga, pilates, pitch, playing pitch, grass pitch, artificial
        grass pitch, stadium, multi sport, gaelic football, volleyball, archery, archery club,
        table tennis, lacrosse, lacrosse club, climbing, climbing wall, skating, playing field,
        active, physical activity, exercise class, recreation centre, recreation center,
        recreation, changing room, pavilion, muga, multi use games area, games area, sport
        pitch, swimming club, swim, cheerleading, american football, angling, angling club,
        harrier, triathlon, baseball, softball, sport and recreation, sport and leisure, sport
        and fitness, sports_centre, swimming_pool, fitness_centre, sport and social club,
        leisure facility, bmx, diving, walking football, dance fitness, zumba, sport pavilion,
        racket, padel, pickleball, ten pin bowling, bowling alley, field house, rounders,
        snooker, darts, cue sport, aqua, motor sport, shooting, race track, orienteering, sport
        venue, natatorium, sport association, water sport centre, watersport centre, bowl clubhouse,
        bowls clubhouse, bowling clubhouse, football clubhouse, cricket clubhouse
    """,
    "transit-stop": """
        tram stop, metrolink, metrolink stop, train station, rail station, railway station,
        railway, tram, light rail, subway, underground station, underground, metro station,
        metro, station, rail, train, interchange, park and ride, halt, met, rly, plt, tmu, rse,
        tram_stop, railway halt, ferry, ferry terminal, light rail stop, transit station, public
        transport, transport hub, subway entrance, l station, transit, transport
    """,
    "bus-stop": """
        bus stop, bus station, bus, bct, bcs, bce, bus shelter, coach stop, coach station,
        bus_stop, bus_station, bus and coach station, bus stop area, on street bus
    """,
    "council-site": """
        council, council office, council land, council building, council land and building,
        council property, town hall, civic centre, local authority, public sector, government
        office, government, public building, depot, land and building, property asset, register
        office, registry office, court, courthouse, magistrate court, county court, crown court,
        county hall, city hall, townhall, customer service centre, one stop shop, public toilet,
        toilet, recycling centre, household waste, car park, parking, parking lot, public land,
        local authority land, council site, public site, council asset, administration,
        municipal building, prison, public convenience, council housing office, local
        government, waste site, household recycling centre, public office, property, estate and
        property, land asset, council service
    """,
    "local-business": """
        shop, retail, retailer, supermarket, business, cafe, coffee shop, restaurant, pub,
        public house, bar, bank, atm, market, convenience store, hairdresser, barber, takeaway,
        take away, hotel, guest house, bakery, butcher, greengrocer, post office, post_office,
        newsagent, garage, office, fast food, fast_food, store, shopping centre, shopping mall,
        charity shop, industrial, industrial unit, industrial estate, business park, retail
        park, optician, salon, beauty, vet, veterinary, local business, inn, tavern, nightclub,
        restaurant cafe canteen, pub bar nightclub, mobile caterer, hotel bed and breakfast
        guest house, takeaway sandwich shop, manufacturer packer, distributor transporter, high
        street, commercial, workspace, coworking, co working, fuel, petrol station, marketplace,
        accommodation, florist, tea room, brewery, mall, shop unit, rental property, farmer
        grower, social club and bar, veterinary surgery,
        veterinary practice, veterinary clinic, veterinary centre, veterinary hospital, vet surgery,
        vet practice, vet clinic, market hall, trading estate
    """,
}
"""Category code to what it is called, comma separated. Plurals and "center" are understood."""

NOTHING_SAID: Final = """
    retail park car park, caravan park, theme park, school crossing, land, plot, former, site of,
    strip of land, vacant, site,
    pumping station, power station, polling station, road frontage,
    garage site, sub station, substation, garage plot, rooftop apparatus
"""
"""Phrases that hold a telling word and do not tell the category."""

OF_THE_LIST: Final[dict[str, tuple[str, ...]]] = {
    "studio": ("sport", "arts-culture"),
    "clinic": ("gp-surgery", "dentist", "mental-health", "hospital"),
    "hall": ("community-hub", "sport"),
    "centre": ("community-hub", "sport", "gp-surgery", "early-years", "youth-space"),
    "club": ("community-group", "sport", "youth-space"),
    "court": ("council-site", "sport"),
    "green": ("park", "sport"),
    "recovery": ("mental-health",),
    "stop": ("transit-stop", "bus-stop"),
    "school": ("school", "early-years", "sport", "arts-culture"),
    "recreation": ("sport", "park"),
    "hub": ("community-hub", "youth-space", "food-support"),
    "guide": ("youth-space",),
    "station": ("transit-stop", "bus-stop", "community-safety"),
}
"""Words with several meanings: the list's own subject decides where it is one of these."""

IN_NAMES_ONLY_BY_CHANCE: Final = frozenset(
    ["court", "met", "active", "information", "class", "course", "environment", "network", "job",
     "forum", "bank", "green", "common", "wood", "farm", "bar", "garage", "play", "history",
     "shelter", "square", "fire", "health", "guide", "bowl", "pool", "rainbow unit", "rec", "cub",
     "beaver", "rail", "weight", "minster", "priory", "parish", "meal", "legal", "office", "group",
     "trail", "beach", "art", "store", "institute", "transport"]
)  # fmt: skip
"""Words of category columns that mean little inside the name of a place ("Quarry Bank")."""

BY_OSM_KEY: Final[dict[str, str]] = {
    "shop": "local-business",
    "craft": "local-business",
    "office": "local-business",
    "historic": "arts-culture",
    "tourism": "arts-culture",
    "club": "community-group",
    "sport": "sport",
    "leisure": "sport",
    "healthcare": "gp-surgery",
    "railway": "transit-stop",
    "public_transport": "transit-stop",
    "emergency": "community-safety",
    "social_facility": "community-hub",
    "religion": "faith-place",
}
"""OpenStreetMap keys whose every value is of one category when the value itself tells nothing."""

BY_OSM_TAG: Final[dict[str, str]] = {
    "office=association": "community-group",
    "office=charity": "community-group",
    "office=ngo": "community-group",
    "office=foundation": "community-group",
    "office=religion": "faith-place",
    "office=employment_agency": "work-advice",
    "office=government": "council-site",
    "office=council": "council-site",
    "office=educational_institution": "adult-learning",
    "amenity=social_centre": "community-hub",
    "amenity=training": "adult-learning",
    "amenity=events_venue": "community-hub",
    "amenity=exhibition_centre": "arts-culture",
    "amenity=grave_yard": "park",
    "amenity=public_building": "council-site",
    "amenity=language_school": "adult-learning",
    "amenity=music_school": "arts-culture",
    "amenity=prep_school": "school",
    "amenity=studio": "arts-culture",
    "amenity=arts_centre": "arts-culture",
    "amenity=nightclub": "local-business",
    "amenity=townhall": "council-site",
    "amenity=courthouse": "council-site",
    "amenity=doctors": "gp-surgery",
    "amenity=social_facility": "community-hub",
    "amenity=recycling": "council-site",
    "amenity=charging_station": "council-site",
    "amenity=bench": "park",
    "amenity=drinking_water": "park",
    "amenity=shelter": "park",
    "amenity=ranger_station": "park",
    "amenity=refugee_site": "work-advice",
    "amenity=give_box": "community-group",
    "amenity=driving_school": "adult-learning",
    "leisure=hackspace": "community-hub",
    "leisure=hackerspace": "community-hub",
    "leisure=dance": "arts-culture",
    "leisure=track": "sport",
    "leisure=common": "park",
    "leisure=outdoor_seating": "local-business",
    "tourism=hotel": "local-business",
    "tourism=hostel": "local-business",
    "tourism=guest_house": "local-business",
    "tourism=information": "work-advice",
    "tourism=camp_site": "local-business",
    "landuse=allotments": "park",
    "landuse=cemetery": "park",
    "natural=wood": "park",
    "healthcare=counselling": "mental-health",
    "healthcare=psychotherapist": "mental-health",
    "highway=bus_stop": "bus-stop",
    "emergency=defibrillator": "defibrillator",
    "club=scout": "youth-space",
    "club=sport": "sport",
    "social_facility=food_bank": "food-support",
    "social_facility=soup_kitchen": "food-support",
    "social_facility=nursing_home": "care-home",
    "social_facility=assisted_living": "care-home",
    "social_facility=group_home": "care-home",
    "social_facility=shelter": "work-advice",
}
"""OpenStreetMap tags whose value alone would mislead (wiki.openstreetmap.org, Map features)."""

TERMS: Final[dict[str, str]] = {
    "work-advice": """
        emergency payments, housing, help find housing, help pay for housing, public housing,
        residential housing, housing related support, money, financial assistance, financial
        education, credit counseling, savings program, insurance, loans, tax preparation,
        government benefits, disability benefits, navigating the system, case management,
        citizenship and immigration, discrimination and civil rights, guardianship, identification
        recovery, mediation, notary, representation, translation and interpretation, work, help find
        work, work part time, job placement, supported employment, interview training, resume
        development, advocacy and legal aid, help pay for healthcare, cost of living, volunteering
        and employment
    """,
    "food-support": "help pay for food, food delivery, nutrition education, meals at home",
    "community-safety": """
        emergency, disaster response, help find missing persons, immediate safety, help escape
        violence, safe housing, personal safety
    """,
    "community-group": """
        goods, baby supplies, clothing, home goods, toys and gifts, community support services,
        mentoring, peer support, support network, virtual support, volunteer, animal welfare,
        support for carers, carers support, clothes bank, repair cafe, chess, games, knitting,
        book club, social and community activities
    """,
    "faith-place": "spiritual support, faith and belief",
    "gp-surgery": """
        checkup and test, vaccinations, disease management, family planning, sex education, medical
        supplies, health education, falls prevention, social prescribing, antenatal
    """,
    "mental-health": """
        12 step, detox, sober living, anger management, bullying, help hotlines, substance abuse
        counseling, crisis
    """,
    "care-home": "end of life care, independent living, telecare, aids and adaptations",
    "community-hub": """
        daytime care, adult daycare, day care for older people, early help, family support
    """,
    "early-years": "before school care, after school care, help find childcare",
    "youth-space": "day camp, youth activities, short breaks",
    "adult-learning": """
        english as a second language, english as a second language esl, foreign languages, ged high
        school equivalency, tutoring, basic literacy, computer or internet access, daily life
        skills, ict suite, it drop in
    """,
    "transit-stop": "transportation, help pay for transit, community transport",
    "bus-stop": "bus passes",
    "council-site": "registration of births, recycling site, births deaths and marriages",
    "sport": "sport and rec, exercise and fitness",
}
"""Terms of shared taxonomies, understood only where a text is one of them as a whole.

Open Eligibility (github.com/auntbertha/openeligibility), and what English councils call their
services in Open Referral UK feeds.
"""
