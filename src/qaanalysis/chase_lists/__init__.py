"""Lists for those who see to it that things are done, as workbooks; OFFICIAL-SENSITIVE.

A worklist for each Head of Service, of the service area's audits, re-audits and actions; a chaser
list for each level of management, of the audits that its auditors have to return.
"""

from qaanalysis.chase_lists.files import Written, write
from qaanalysis.chase_lists.lists import List, for_area, for_level

__all__ = ["List", "Written", "for_area", "for_level", "write"]
