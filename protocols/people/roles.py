"""Which roles people can have in an organisation, by what kind of organisation it is."""

from protocols.people.models import MembershipRole, OrganisationKind

ROLES_IN: dict[OrganisationKind, tuple[MembershipRole, ...]] = {
    OrganisationKind.SPONSOR: (MembershipRole.ADMIN, MembershipRole.EDITOR, MembershipRole.VIEWER),
    OrganisationKind.ADVOCACY: (MembershipRole.ADMIN, MembershipRole.MEMBER),
    OrganisationKind.SITE: (MembershipRole.ADMIN, MembershipRole.MEMBER),
    OrganisationKind.HOST: (
        MembershipRole.ADMIN,
        MembershipRole.FACILITATOR,
        MembershipRole.MEMBER,
        MembershipRole.OPERATOR,
        MembershipRole.DATA_PROTECTION,
    ),
}


def roles_in(kind: str) -> tuple[MembershipRole, ...]:
    """Return the roles that an organisation of this kind gives."""
    return ROLES_IN[OrganisationKind(kind)]
