from procurement.models.authorities import AuthorityMembership, ContractingAuthority

__all__ = ["AuthorityMembership", "ContractingAuthority"]
