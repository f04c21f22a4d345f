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

NO_PERSON = frozenset(_NO_PERSON.split())
"""Words of which one makes a name that of a team or a post."""
WORDS = NO_PERSON.union(f"{_NAMES} {_IN_PLACE_OF_A_NAME} {_CALENDAR}".split())
