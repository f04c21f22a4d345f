"""Words that a page may hold though somebody is called so.

A name of one such word, or of an initial and one, can't be told from ordinary text by a machine.
What the service's own words add (teams, grades, themes …) is taken from its tables.
"""

_NAMES = """
    able amber angel april august autumn bank banks bay best bill bishop black blank blue bond
    bridge bridges brook brown care carer case cash chance charity chase chief child church clay
    clear close cook cooper court cross daily dale dates dawn day days dean director drew drive duty
    each early east even ever faith fair family few field fields first ford forest foster frank free
    french friend gap gates gift given golden good grace grant grave gray green ground guy hall hand
    hands hardy harmony head heart heath high hill hills home hood hope house hunt iris ivy january
    jay joy judge june just justice keen key keys lake land lane large last law leaf lee level light
    lily link little lock long love low major manager many march mark marks mason may mean mercy
    miles mill mine moon moor more morning mount new noble north oak olive open page pages park
    patience pearl penny plain plant pole pool poor pope porter post power powers price prince prior
    quality queen quick rain ray read real reason reed reeves rich right river rock root rose royal
    ruby rule rush sage sand score sea self seven sharp sheet shepherd short silver sky small snow
    south spark speaker spring star steel storm strange street strong style summer sweet swift table
    temple term title total tower town tree true trust victory view viola violet waits walker wall
    ward water waters way week weeks wells west white will willow winter wise wood woods work worth
    year yes young youth
"""
_IN_PLACE_OF_A_NAME = """
    absent blank leader left n na nil no nobody none not null other self senior several student tba
    tbc
"""
_NO_PERSON = """
    admin agency allocated anonymous audit auditor auditors deputy desk hub locum moderator officer
    panel practitioner service social supervisor team temporary unallocated unassigned unit unknown
    vacancy vacant various worker
"""
_CALENDAR = """
    monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
"""
# Without those that people are called, such as To, He, An and Son.
_SENTENCE_WORDS = """
    a about after again all also although and any are as at be because been before being between
    both but by did does during every for from had has have her his if in into is it its late
    missing most never no not of off on once only or our out over should since some than that the
    their then there these they this those under until unclear up very was were what when where
    which while who why with within without
    agreed attended called completed contacted discussed interviewed met note notes observed rang
    recorded reported reviewed said saw says seeing seen spoke told updated visited
    aunt auntie baby boyfriend brother dad daughter father girlfriend gran grandad grandfather
    grandma grandmother mother mum mums parent parents partner sibling siblings sister
    stepdad stepfather stepmother stepmum uncle
"""
_TERMS = """
    action actions african annual application asian assessed assessment assessments attendance body
    british cafcass camhs carers caribbean children childrens chronology cin cla closure concern
    concerns conference contact core council cp decision development direct discussion domestic
    education ehcp engagement european evidence families family fgc fostering gp grade group
    guardian health help hospital housing icpc improvement inadequate independent initial interview
    iro lac lado leaving letter looked management manager mapping mash matters meeting meetings
    mental multi needs nhs nursery observation ofsted order outstanding oversight parenting pathway
    pep permanence placement plan planning plans plo police practice probation proceedings programme
    protection protocol rationale rcpc recording records referral referrals report requires
    requiring review reviewing reviews risk safeguarding safety school section statutory strategy
    summary supervised supervision support supporting teacher therapy threshold time timescale
    timescales training visit visiting visits voice voluntary wishes workers yot
"""

NO_PERSON = frozenset(_NO_PERSON.split())
"""Words of which one makes a name that of a team or a post."""
WORDS = NO_PERSON.union(f"{_NAMES} {_IN_PLACE_OF_A_NAME} {_CALENDAR}".split())
NO_NAME = NO_PERSON.union(f"{_SENTENCE_WORDS} {_TERMS}".split())
"""Words that are no part of a name in free text: they begin a sentence, or are terms."""
