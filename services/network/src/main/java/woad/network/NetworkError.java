package woad.network;

import woad.platform.core.ErrorCode;

/** Errors of Microsoft.Network. Source: the codes that Azure's network resource provider answers. */
enum NetworkError implements ErrorCode {
    INVALID_ADDRESS_PREFIX_FORMAT(400, "InvalidAddressPrefixFormat"),
    INVALID_CIDR_NOTATION(400, "InvalidCIDRNotation"),
    ADDRESS_PREFIX_NOT_ALLOWED(400, "AddressPrefixNotAllowed"),
    ADDRESS_SPACE_OVERLAP(400, "NetcfgVirtualNetworkAddressSpacesOverlap"),
    INVALID_SUBNET(400, "NetcfgInvalidSubnet"),
    SUBNET_RANGES_OVERLAP(400, "NetcfgSubnetRangesOverlap"),
    SUBNET_IN_USE_DELETE(400, "InUseSubnetCannotBeDeleted"),
    SUBNET_IN_USE_UPDATE(400, "InUseSubnetCannotBeUpdated"),
    PREFIX_IN_USE(400, "InUsePrefixCannotBeDeleted"),
    SECURITY_GROUP_IN_USE(400, "InUseNetworkSecurityGroupCannotBeDeleted"),
    PUBLIC_ADDRESS_CANNOT_BE_DELETED(400, "PublicIPAddressCannotBeDeleted"),
    PUBLIC_ADDRESS_IN_USE(400, "PublicIPAddressInUse"),
    PUBLIC_ADDRESS_VERSION(400, "PublicIPAddressVersionNotSupported"),
    PUBLIC_ADDRESS_POOL_EMPTY(409, "PublicIPAddressPoolExhausted"),
    STANDARD_MUST_BE_STATIC(400, "StandardSkuPublicIPAddressesMustBeStatic"),
    ZONES_NOT_ALLOWED_IN_BASIC(400, "ZonesNotAllowedInBasicSkuResource"),
    INVALID_ZONE(400, "InvalidAvailabilityZone"),
    PROPERTY_CHANGE_NOT_ALLOWED(409, "PropertyChangeNotAllowed"),
    INVALID_DOMAIN_NAME_LABEL(400, "InvalidDomainNameLabel"),
    DNS_RECORD_IN_USE(400, "DnsRecordInUse"),
    INTERFACE_IN_USE(400, "NicInUse"),
    PRIVATE_ADDRESS_IN_USE(400, "PrivateIPAddressInUse"),
    PRIVATE_ADDRESS_RESERVED(400, "PrivateIPAddressInReservedRange"),
    PRIVATE_ADDRESS_NOT_IN_SUBNET(400, "PrivateIPAddressNotInSubnet"),
    INVALID_ADDRESS(400, "InvalidIPAddress"),
    SUBNET_FULL(400, "SubnetIsFull"),
    DIFFERENT_SUBNETS(400, "IpConfigurationsOnSameNicCannotUseDifferentSubnets"),
    SUBNETS_NOT_IN_SAME_NETWORK(400, "SubnetsNotInSameVnet"),
    PRIMARY_CONFIGURATION(400, "InvalidPrimaryIPConfiguration"),
    DUPLICATE_NAME(400, "DuplicateResourceName"),
    RULE_CONFLICT(400, "SecurityRuleConflict"),
    RULE_PRIORITY(400, "SecurityRuleInvalidPriority"),
    RULE_PORT_RANGE(400, "SecurityRuleInvalidPortRange"),
    RULE_ADDRESS_PREFIX(400, "SecurityRuleInvalidAddressPrefix"),
    REFERENCE_NOT_PROVISIONED(409, "ReferencedResourceNotProvisioned"),
    QUOTA(400, "NetworkResourceCountLimitReached"),
    NOT_APPLIED(500, "NetworkChangeNotApplied"),
    NOT_ALLOWED(409, "OperationNotAllowed");

    private final int status;
    private final String code;

    NetworkError(int status, String code) {
        this.status = status;
        this.code = code;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return code;
    }
}
