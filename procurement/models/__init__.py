from procurement.models.authorities import AuthorityMembership, ContractingAuthority
from procurement.models.shortlists import Shortlist, ShortlistEntry

__all__ = ["AuthorityMembership", "ContractingAuthority", "Shortlist", "ShortlistEntry"]
