package woad.storage;

import java.util.List;
import woad.platform.core.CloudException;
import woad.platform.core.ErrorCode;

/**
 * Every error of the storage services, with its status and the words that clients know. A code that comes with several statuses has
 * a constant for each. Source: "Common REST API error codes", the Blob, Queue and Table services' error codes, and the responses of
 * the Data Lake Storage Gen2 operations in the Azure Storage REST reference.
 */
public enum StorageError implements ErrorCode {
    // Authentication and authorisation
    NO_AUTHENTICATION_INFORMATION(401, "NoAuthenticationInformation", "Server failed to authenticate the request. Please refer to the information in the www-authenticate header."),
    INVALID_AUTHENTICATION_TOKEN(401, "InvalidAuthenticationInfo", "Server failed to authenticate the request. Please refer to the information in the www-authenticate header."),
    INVALID_AUTHENTICATION_INFO(400, "InvalidAuthenticationInfo", "Authentication information is not given in the correct format. Check the value of Authorization header."),
    AUTHENTICATION_FAILED(403, "AuthenticationFailed", "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature."),
    AUTHORIZATION_FAILURE(403, "AuthorizationFailure", "This request is not authorized to perform this operation."),
    AUTHORIZATION_PERMISSION_MISMATCH(403, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission."),
    AUTHORIZATION_PROTOCOL_MISMATCH(403, "AuthorizationProtocolMismatch", "This request is not authorized to perform this operation using this protocol."),
    AUTHORIZATION_SOURCE_IP_MISMATCH(403, "AuthorizationSourceIPMismatch", "This request is not authorized to perform this operation using this source IP."),
    AUTHORIZATION_SERVICE_MISMATCH(403, "AuthorizationServiceMismatch", "This request is not authorized to perform this operation using this service."),
    AUTHORIZATION_RESOURCE_TYPE_MISMATCH(403, "AuthorizationResourceTypeMismatch", "This request is not authorized to perform this operation using this resource type."),
    KEY_BASED_AUTHENTICATION_NOT_PERMITTED(403, "KeyBasedAuthenticationNotPermitted", "Key based authentication is not permitted on this storage account."),
    PUBLIC_ACCESS_NOT_PERMITTED(409, "PublicAccessNotPermitted", "Public access is not permitted on this storage account."),
    INSUFFICIENT_ACCOUNT_PERMISSIONS(403, "InsufficientAccountPermissions", "The account being accessed does not have sufficient permissions to execute this operation."),
    UNAUTHORIZED_BLOB_OVERWRITE(403, "UnauthorizedBlobOverwrite", "This request is not authorized to perform blob overwrites."),
    CORS_PREFLIGHT_FAILURE(403, "CorsPreflightFailure", "CORS not enabled or no matching rule found for this request."),
    FORBIDDEN(403, "Forbidden", "The request is not permitted."),

    // The account and its transport
    ACCOUNT_ALREADY_EXISTS(409, "AccountAlreadyExists", "The specified account already exists."),
    ACCOUNT_BEING_CREATED(409, "AccountBeingCreated", "The specified account is in the process of being created."),
    ACCOUNT_IS_DISABLED(403, "AccountIsDisabled", "The specified account is disabled."),
    ACCOUNT_PROTECTED_FROM_DELETION(409, "AccountProtectedFromDeletion", "The account has containers with a legal hold or an immutability policy."),
    ACCOUNT_REQUIRES_HTTPS(400, "AccountRequiresHttps", "The account being accessed does not support http."),
    TLS_VERSION_NOT_PERMITTED(400, "TlsVersionNotPermitted", "The TLS version of the connection is not permitted on this storage account."),
    ENDPOINT_UNSUPPORTED_ACCOUNT_FEATURES(409, "EndpointUnsupportedAccountFeatures", "This endpoint does not support a feature that the account has enabled."),

    // Requests that are not well formed
    INVALID_INPUT(400, "InvalidInput", "One of the request inputs is not valid."),
    OUT_OF_RANGE_INPUT(400, "OutOfRangeInput", "One of the request inputs is out of range."),
    INVALID_HEADER_VALUE(400, "InvalidHeaderValue", "The value for one of the HTTP headers is not in the correct format."),
    MISSING_REQUIRED_HEADER(400, "MissingRequiredHeader", "An HTTP header that's mandatory for this request is not specified."),
    UNSUPPORTED_HEADER(400, "UnsupportedHeader", "One of the headers specified in the request is not supported."),
    MISSING_CONTENT_LENGTH_HEADER(411, "MissingContentLengthHeader", "The content length header was not specified."),
    CONTENT_LENGTH_MUST_BE_ZERO(400, "ContentLengthMustBeZero", "The Content-Length request header must be zero."),
    INVALID_QUERY_PARAMETER_VALUE(400, "InvalidQueryParameterValue", "Value for one of the query parameters specified in the request URI is invalid."),
    MISSING_REQUIRED_QUERY_PARAMETER(400, "MissingRequiredQueryParameter", "A query parameter that's mandatory for this request is not specified."),
    OUT_OF_RANGE_QUERY_PARAMETER_VALUE(400, "OutOfRangeQueryParameterValue", "One of the query parameters specified in the request URI is outside the permissible range."),
    UNSUPPORTED_QUERY_PARAMETER(400, "UnsupportedQueryParameter", "One of the query parameters specified in the request URI is not supported."),
    INVALID_URI(400, "InvalidUri", "The requested URI does not represent any resource on the server."),
    REQUEST_URL_FAILED_TO_PARSE(400, "RequestUrlFailedToParse", "The url in the request could not be parsed."),
    INVALID_HTTP_VERB(400, "InvalidHttpVerb", "The HTTP verb specified is invalid - it is not recognized by the server."),
    UNSUPPORTED_HTTP_VERB(405, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb."),
    UNSUPPORTED_REST_VERSION(400, "UnsupportedRestVersion", "The specified Rest Version is Unsupported."),
    INVALID_RESOURCE_NAME(400, "InvalidResourceName", "The specified resource name contains invalid characters."),
    OUT_OF_RANGE_NAME(400, "OutOfRangeInput", "The specified resource name length is not within the permissible limits."),
    INVALID_XML_DOCUMENT(400, "InvalidXmlDocument", "XML specified is not syntactically valid."),
    INVALID_XML_NODE_VALUE(400, "InvalidXmlNodeValue", "The value for one of the XML nodes is not in the correct format."),
    MISSING_REQUIRED_XML_NODE(400, "MissingRequiredXmlNode", "An XML node that's mandatory for this request is not specified in the request body."),
    UNSUPPORTED_XML_NODE(400, "UnsupportedXmlNode", "One of the XML nodes specified in the request body is not supported."),
    INVALID_MD5(400, "InvalidMd5", "The MD5 value specified in the request is invalid. MD5 value must be 128 bits and base64 encoded."),
    MD5_MISMATCH(400, "Md5Mismatch", "The MD5 value specified in the request did not match with the MD5 value calculated by the server."),
    INVALID_CRC64(400, "InvalidCrc64", "The CRC64 value specified in the request is invalid. CRC64 value must be 64 bits and base64 encoded."),
    CRC64_MISMATCH(400, "Crc64Mismatch", "The CRC64 value specified in the request did not match with the CRC64 value calculated by the server."),
    BOTH_CRC64_AND_MD5_HEADER_PRESENT(400, "BothCrc64AndMd5HeaderPresent", "Both x-ms-content-crc64 and Content-MD5 headers are present."),
    EMPTY_METADATA_KEY(400, "EmptyMetadataKey", "The key for one of the metadata key-value pairs is empty."),
    INVALID_METADATA(400, "InvalidMetadata", "The metadata specified is invalid. It has characters that are not permitted."),
    METADATA_TOO_LARGE(400, "MetadataTooLarge", "The metadata specified exceeds the maximum permissible limit (8 KB)."),
    EMPTY_TAG_NAME(400, "EmptyTagName", "The name of one of the tag key-value pairs is empty."),
    DUPLICATE_TAG_NAMES(400, "DuplicateTagNames", "The tags specified contain duplicate names."),
    INVALID_TAG(400, "InvalidTag", "The tags specified are invalid. It contains characters that are not permitted."),
    TAGS_TOO_LARGE(400, "TagsTooLarge", "The tags specified exceed the maximum permissible limit."),
    REQUEST_BODY_TOO_LARGE(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit."),

    // Conditions, ranges, resources in general
    CONDITION_NOT_MET(412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met."),
    NOT_MODIFIED(304, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met."),
    UNSATISFIABLE_CONDITION(400, "UnsatisfiableCondition", "The request includes an unsatisfiable condition for this operation."),
    SOURCE_CONDITION_NOT_MET(412, "SourceConditionNotMet", "The source condition specified using HTTP conditional header(s) is not met."),
    TARGET_CONDITION_NOT_MET(412, "TargetConditionNotMet", "The target condition specified using HTTP conditional header(s) is not met."),
    CONDITION_HEADERS_NOT_SUPPORTED(400, "ConditionHeadersNotSupported", "Condition headers are not supported."),
    MULTIPLE_CONDITION_HEADERS_NOT_SUPPORTED(400, "MultipleConditionHeadersNotSupported", "Multiple condition headers are not supported."),
    INVALID_RANGE(416, "InvalidRange", "The range specified is invalid for the current size of the resource."),
    RESOURCE_ALREADY_EXISTS(409, "ResourceAlreadyExists", "The specified resource already exists."),
    RESOURCE_NOT_FOUND(404, "ResourceNotFound", "The specified resource does not exist."),
    RESOURCE_TYPE_MISMATCH(409, "ResourceTypeMismatch", "The resource type specified in the request does not match the type of the resource."),

    // The service
    INTERNAL_ERROR(500, "InternalError", "Server encountered an internal error. Please try again after some time."),
    OPERATION_TIMED_OUT(500, "OperationTimedOut", "Operation could not be completed within the specified time."),
    SERVER_BUSY(503, "ServerBusy", "The server is busy."),
    INSUFFICIENT_STORAGE(503, "ServerBusy", "The storage of the region is full. What was stored is safe. Try again later, or delete what is not needed."),

    // Containers and blobs
    CONTAINER_ALREADY_EXISTS(409, "ContainerAlreadyExists", "The specified container already exists."),
    CONTAINER_BEING_DELETED(409, "ContainerBeingDeleted", "The specified container is being deleted. Try operation later."),
    CONTAINER_DISABLED(409, "ContainerDisabled", "The specified container has been disabled by the administrator."),
    CONTAINER_NOT_FOUND(404, "ContainerNotFound", "The specified container does not exist."),
    BLOB_ALREADY_EXISTS(409, "BlobAlreadyExists", "The specified blob already exists."),
    BLOB_NOT_FOUND(404, "BlobNotFound", "The specified blob does not exist."),
    BLOB_IS_SEALED(409, "BlobIsSealed", "The specified blob is sealed and its contents can't be modified unless the blob is re-created after a delete operation."),
    BLOB_OVERWRITTEN(409, "BlobOverwritten", "The blob has been recreated since the previous snapshot was taken."),
    BLOB_IMMUTABLE_DUE_TO_LEGAL_HOLD(409, "BlobImmutableDueToLegalHold", "This operation is not permitted as the blob is immutable due to one or more legal holds."),
    BLOB_IMMUTABLE_DUE_TO_POLICY(409, "BlobImmutableDueToPolicy", "This operation is not permitted as the blob is immutable due to a policy."),
    IMMUTABILITY_POLICY_DELETE_ON_LOCKED_POLICY(409, "ImmutabilityPolicyDeleteOnLockedPolicy", "This operation is not permitted as a locked immutability policy cannot be deleted."),
    BLOB_OPERATION_NOT_SUPPORTED(409, "BlobOperationNotSupported", "The operation is not supported in this scenario."),
    OPERATION_NOT_ALLOWED_ON_ROOT_BLOB(403, "OperationNotAllowedOnRootBlob", "The specified operation is not allowed on root blob."),
    BLOB_SNAPSHOT_NOT_SOFT_DELETED(409, "BlobSnapshotNotSoftDeleted", "The specified blob snapshot or version is not soft deleted."),
    FEATURE_NOT_YET_SUPPORTED_FOR_HIERARCHICAL_NAMESPACE_ACCOUNTS(409, "FeatureNotYetSupportedForHierarchicalNamespaceAccounts", "Feature is not yet supported for hierarchical namespace accounts."),
    DIRECTORY_IS_NOT_EMPTY(409, "DirectoryIsNotEmpty", "This operation is not permitted on a non-empty directory."),
    WEB_CONTENT_NOT_FOUND(404, "WebContentNotFound", "The requested content does not exist."),
    FEATURE_VERSION_MISMATCH(409, "FeatureVersionMismatch", "The operation for this resource requires a newer version of the service."),
    SYSTEM_IN_USE(409, "SystemInUse", "This blob is in use by the system."),
    INVALID_BLOB_TYPE(409, "InvalidBlobType", "The blob type is invalid for this operation."),
    INVALID_BLOB_OR_BLOCK(400, "InvalidBlobOrBlock", "The specified blob or block content is invalid."),
    INVALID_BLOCK_ID(400, "InvalidBlockId", "The specified block ID is invalid. The block ID must be Base64-encoded."),
    INVALID_BLOCK_LIST(400, "InvalidBlockList", "The specified block list is invalid."),
    BLOCK_LIST_TOO_LONG(400, "BlockListTooLong", "The block list may not contain more than 50,000 blocks."),
    BLOCK_COUNT_EXCEEDS_LIMIT(409, "BlockCountExceedsLimit", "The committed block count cannot exceed the maximum limit of 50,000 blocks."),
    UNCOMMITTED_BLOCK_COUNT_EXCEEDS_LIMIT(409, "BlockCountExceedsLimit", "The uncommitted block count cannot exceed the maximum limit of 100,000 blocks."),
    INVALID_OPERATION(400, "InvalidOperation", "Invalid operation against a blob snapshot."),
    APPEND_POSITION_CONDITION_NOT_MET(412, "AppendPositionConditionNotMet", "The append position condition specified was not met."),
    MAX_BLOB_SIZE_CONDITION_NOT_MET(412, "MaxBlobSizeConditionNotMet", "The max blob size condition specified was not met."),
    INVALID_PAGE_RANGE(416, "InvalidPageRange", "The page range specified is invalid."),
    INVALID_VERSION_FOR_PAGE_BLOB_OPERATION(400, "InvalidVersionForPageBlobOperation", "All operations on page blobs require at least version 2009-09-19."),
    SEQUENCE_NUMBER_CONDITION_NOT_MET(412, "SequenceNumberConditionNotMet", "The sequence number condition specified was not met."),
    SEQUENCE_NUMBER_INCREMENT_TOO_LARGE(409, "SequenceNumberIncrementTooLarge", "The sequence number increment cannot be performed because it would result in overflow of the sequence number."),

    // Tiers
    INVALID_BLOB_TIER(400, "InvalidBlobTier", "The specified blob tier is invalid."),
    ACCESS_TIER_NOT_SUPPORTED_FOR_BLOB_TYPE(400, "AccessTierNotSupportedForBlobType", "The access tier is not supported for this blob type."),
    BLOB_ACCESS_TIER_NOT_SUPPORTED_FOR_ACCOUNT_TYPE(400, "BlobAccessTierNotSupportedForAccountType", "Blob access tier is not supported on this storage account type."),
    BLOB_TIER_INADEQUATE_FOR_CONTENT_LENGTH(409, "BlobTierInadequateForContentLength", "Specified blob tier size limit cannot be less than content length."),
    CANNOT_CHANGE_TO_LOWER_TIER(409, "CannotChangeToLowerTier", "A higher blob tier has already been explicitly set."),
    CONTENT_LENGTH_LARGER_THAN_TIER_LIMIT(409, "ContentLengthLargerThanTierLimit", "The blob's content length cannot exceed its tier limit."),
    BLOB_ARCHIVED(409, "BlobArchived", "This operation is not permitted on an archived blob."),
    BLOB_NOT_ARCHIVED(409, "BlobNotArchived", "This operation is not permitted on a blob that is not archived."),
    BLOB_BEING_REHYDRATED(409, "BlobBeingRehydrated", "This operation is not permitted because the blob is being rehydrated."),
    BLOB_USES_CUSTOMER_SPECIFIED_ENCRYPTION(409, "BlobUsesCustomerSpecifiedEncryption", "The blob is encrypted with customer specified encryption, but it was not provided in the request."),

    // Copies
    CANNOT_VERIFY_COPY_SOURCE(500, "CannotVerifyCopySource", "Could not verify the copy source within the specified time."),
    COPY_SOURCE_UNAUTHORIZED(401, "CannotVerifyCopySource", "Server failed to authenticate the request to the copy source."),
    COPY_SOURCE_FORBIDDEN(403, "CannotVerifyCopySource", "The request to the copy source is not authorized."),
    COPY_SOURCE_NOT_FOUND(404, "CannotVerifyCopySource", "The specified resource does not exist."),
    COPY_SOURCE_PUBLIC_ACCESS_NOT_PERMITTED(409, "CannotVerifyCopySource", "Public access is not permitted on this storage account."),
    COPY_SOURCE_CONDITION_NOT_MET(412, "CannotVerifyCopySource", "The source condition specified using HTTP conditional header(s) is not met."),
    COPY_ACROSS_ACCOUNTS_NOT_SUPPORTED(400, "CopyAcrossAccountsNotSupported", "The copy source account and destination account must be the same."),
    COPY_ID_MISMATCH(409, "CopyIdMismatch", "The specified copy ID did not match the copy ID for the pending copy operation."),
    NO_PENDING_COPY_OPERATION(409, "NoPendingCopyOperation", "There is currently no pending copy operation."),
    PENDING_COPY_OPERATION(409, "PendingCopyOperation", "There is currently a pending copy operation."),
    INVALID_SOURCE_BLOB_TYPE(409, "InvalidSourceBlobType", "The copy source blob type is invalid for this operation."),
    INVALID_SOURCE_BLOB_URL(409, "InvalidSourceBlobUrl", "The source URL for incremental copy request must be valid Azure Storage blob URL."),
    BOTH_USER_TAGS_AND_SOURCE_TAGS_COPY_PRESENT(400, "BothUserTagsAndSourceTagsCopyPresentException", "x-ms-tags header must not be present with x-ms-copy-source-tag-option as COPY."),
    INCREMENTAL_COPY_BLOB_MISMATCH(409, "IncrementalCopyBlobMismatch", "The specified source blob is different than the copy source of the existing incremental copy blob."),
    INCREMENTAL_COPY_OF_EARLIER_VERSION_SNAPSHOT_NOT_ALLOWED(409, "IncrementalCopyOfEralierVersionSnapshotNotAllowed", "The specified snapshot is earlier than the last snapshot copied into the incremental copy blob."),
    INCREMENTAL_COPY_SOURCE_MUST_BE_SNAPSHOT(409, "IncrementalCopySourceMustBeSnapshot", "The source for incremental copy request must be a snapshot."),
    OPERATION_NOT_ALLOWED_ON_INCREMENTAL_COPY_BLOB(409, "OperationNotAllowedOnIncrementalCopyBlob", "The specified operation is not allowed on an incremental copy blob."),

    // Snapshots
    SNAPSHOTS_PRESENT(409, "SnapshotsPresent", "This operation is not permitted because the blob has snapshots."),
    SNAPSHOT_COUNT_EXCEEDED(409, "SnapshotCountExceeded", "The snapshot count against this blob has been exceeded."),
    SNAPSHOT_OPERATION_RATE_EXCEEDED(409, "SnapshotOperationRateExceeded", "The rate of snapshot operations against this blob has been exceeded."),
    PREVIOUS_SNAPSHOT_CANNOT_BE_NEWER(400, "PreviousSnapshotCannotBeNewer", "The prevsnapshot query parameter value cannot be newer than snapshot query parameter value."),
    PREVIOUS_SNAPSHOT_NOT_FOUND(409, "PreviousSnapshotNotFound", "The previous snapshot is not found."),
    PREVIOUS_SNAPSHOT_OPERATION_NOT_SUPPORTED(409, "PreviousSnapshotOperationNotSupported", "Differential Get Page Ranges is not supported on the previous snapshot."),

    // Leases
    LEASE_ALREADY_PRESENT(409, "LeaseAlreadyPresent", "There is already a lease present."),
    LEASE_ALREADY_BROKEN(409, "LeaseAlreadyBroken", "The lease has already been broken and cannot be broken again."),
    LEASE_ID_MISMATCH_WITH_BLOB_OPERATION(412, "LeaseIdMismatchWithBlobOperation", "The lease ID specified did not match the lease ID for the blob."),
    LEASE_ID_MISMATCH_WITH_CONTAINER_OPERATION(412, "LeaseIdMismatchWithContainerOperation", "The lease ID specified did not match the lease ID for the container."),
    LEASE_ID_MISMATCH_WITH_LEASE_OPERATION(409, "LeaseIdMismatchWithLeaseOperation", "The lease ID specified did not match the lease ID for the resource."),
    LEASE_ID_MISSING(412, "LeaseIdMissing", "There is currently a lease on the resource and no lease ID was specified in the request."),
    LEASE_IS_BREAKING_AND_CANNOT_BE_ACQUIRED(409, "LeaseIsBreakingAndCannotBeAcquired", "The lease ID matched, but the lease is currently in breaking state and cannot be acquired until it is broken."),
    LEASE_IS_BREAKING_AND_CANNOT_BE_CHANGED(409, "LeaseIsBreakingAndCannotBeChanged", "The lease ID matched, but the lease is currently in breaking state and cannot be changed."),
    LEASE_IS_BROKEN_AND_CANNOT_BE_RENEWED(409, "LeaseIsBrokenAndCannotBeRenewed", "The lease ID matched, but the lease has been broken explicitly and cannot be renewed."),
    LEASE_LOST(412, "LeaseLost", "A lease ID was specified, but the lease for the resource has expired."),
    LEASE_NOT_PRESENT_WITH_BLOB_OPERATION(412, "LeaseNotPresentWithBlobOperation", "There is currently no lease on the blob."),
    LEASE_NOT_PRESENT_WITH_CONTAINER_OPERATION(412, "LeaseNotPresentWithContainerOperation", "There is currently no lease on the container."),
    LEASE_NOT_PRESENT_WITH_LEASE_OPERATION(409, "LeaseNotPresentWithLeaseOperation", "There is currently no lease on the resource."),
    INFINITE_LEASE_DURATION_REQUIRED(412, "InfiniteLeaseDurationRequired", "The lease ID matched, but the specified lease must be an infinite-duration lease."),

    // Data Lake Storage Gen2
    FILESYSTEM_ALREADY_EXISTS(409, "FilesystemAlreadyExists", "The specified filesystem already exists."),
    FILESYSTEM_BEING_DELETED(409, "FilesystemBeingDeleted", "The specified filesystem is being deleted."),
    FILESYSTEM_NOT_FOUND(404, "FilesystemNotFound", "The specified filesystem does not exist."),
    PATH_ALREADY_EXISTS(409, "PathAlreadyExists", "The specified path already exists."),
    PATH_CONFLICT(409, "PathConflict", "The specified path, or an element of the path, exists and its resource type is invalid for this operation."),
    PATH_NOT_FOUND(404, "PathNotFound", "The specified path does not exist."),
    SOURCE_PATH_NOT_FOUND(404, "SourcePathNotFound", "The source path for a rename operation does not exist."),
    SOURCE_PATH_IS_BEING_DELETED(409, "SourcePathIsBeingDeleted", "The specified source path is marked to be deleted."),
    DESTINATION_PATH_IS_BEING_DELETED(409, "DestinationPathIsBeingDeleted", "The specified destination path is marked to be deleted."),
    RENAME_DESTINATION_PARENT_PATH_NOT_FOUND(404, "RenameDestinationParentPathNotFound", "The parent directory of the destination path does not exist."),
    INVALID_DESTINATION_PATH(409, "InvalidDestinationPath", "The specified path, or an element of the path, exists and its resource type is invalid for this operation."),
    INVALID_RENAME_SOURCE_PATH(409, "InvalidRenameSourcePath", "The source directory cannot be the same as the destination directory, nor can the destination be a subdirectory of the source directory."),
    INVALID_SOURCE_OR_DESTINATION_RESOURCE_TYPE(409, "InvalidSourceOrDestinationResourceType", "The source and destination resource type must be identical."),
    INVALID_SOURCE_URI(400, "InvalidSourceUri", "The source URI is invalid."),
    INVALID_FLUSH_POSITION(400, "InvalidFlushPosition", "The uploaded data is not contiguous or the position query parameter value is not equal to the length of the file after appending the uploaded data."),
    INVALID_FLUSH_OPERATION(409, "InvalidFlushOperation", "The resource was created or modified by the Blob Service API and cannot be written to by the Data Lake Storage Service API."),
    INVALID_PROPERTY_NAME(400, "InvalidPropertyName", "The property name contains invalid characters."),
    DIRECTORY_NOT_EMPTY(409, "DirectoryNotEmpty", "The recursive query parameter value must be true to delete a non-empty directory."),
    LEASE_IS_ALREADY_BROKEN(409, "LeaseIsAlreadyBroken", "The lease has already been broken and cannot be broken again."),
    LEASE_NAME_MISMATCH(409, "LeaseNameMismatch", "The lease name specified did not match the existing lease name."),
    LEASE_ID_MISMATCH(412, "LeaseIdMismatch", "The lease ID specified did not match the lease ID for the resource."),
    LEASE_NOT_PRESENT(412, "LeaseNotPresent", "There is currently no lease on the resource."),
    HIERARCHICAL_NAMESPACE_NOT_ENABLED(409, "HierarchicalNamespaceNotEnabled", "This operation is only supported on an account with a hierarchical namespace."),

    // Queues
    QUEUE_ALREADY_EXISTS(409, "QueueAlreadyExists", "The specified queue already exists."),
    QUEUE_BEING_DELETED(409, "QueueBeingDeleted", "The specified queue is being deleted."),
    QUEUE_DISABLED(409, "QueueDisabled", "The specified queue has been disabled by the administrator."),
    QUEUE_NOT_EMPTY(409, "QueueNotEmpty", "The specified queue is not empty."),
    QUEUE_NOT_FOUND(404, "QueueNotFound", "The specified queue does not exist."),
    INVALID_MARKER(400, "InvalidMarker", "The specified marker is invalid."),
    MESSAGE_NOT_FOUND(404, "MessageNotFound", "The specified message does not exist."),
    MESSAGE_TOO_LARGE(400, "MessageTooLarge", "The message exceeds the maximum allowed size."),
    POP_RECEIPT_MISMATCH(400, "PopReceiptMismatch", "The specified pop receipt did not match the pop receipt for a dequeued message."),

    // Tables
    TABLE_ALREADY_EXISTS(409, "TableAlreadyExists", "The table specified already exists."),
    TABLE_BEING_DELETED(409, "TableBeingDeleted", "The specified table is being deleted. Try operation later."),
    TABLE_NOT_FOUND(404, "TableNotFound", "The table specified does not exist."),
    ENTITY_ALREADY_EXISTS(409, "EntityAlreadyExists", "The specified entity already exists."),
    ENTITY_NOT_FOUND(404, "EntityNotFound", "The specified entity does not exist."),
    ENTITY_TOO_LARGE(400, "EntityTooLarge", "The entity is larger than the maximum allowed size (1MB)."),
    UPDATE_CONDITION_NOT_SATISFIED(412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied."),
    PROPERTIES_NEED_VALUE(400, "PropertiesNeedValue", "The values are not specified for all properties in the entity."),
    PROPERTY_NAME_INVALID(400, "PropertyNameInvalid", "The property name is invalid."),
    PROPERTY_NAME_TOO_LONG(400, "PropertyNameTooLong", "The property name exceeds the maximum allowed length (255)."),
    PROPERTY_VALUE_TOO_LARGE(400, "PropertyValueTooLarge", "The property value exceeds the maximum allowed size (64KB). If the property value is a string, it is UTF-16 encoded and the maximum number of characters should be 32K or less."),
    KEY_VALUE_TOO_LARGE(400, "KeyValueTooLarge", "The key value exceeds the maximum allowed size (1KB)."),
    INVALID_VALUE_TYPE(400, "InvalidValueType", "The value specified is invalid."),
    TOO_MANY_PROPERTIES(400, "TooManyProperties", "The entity contains more properties than allowed. Each entity can include up to 252 properties to store data. Each entity also has 3 system properties."),
    DUPLICATE_PROPERTIES_SPECIFIED(400, "DuplicatePropertiesSpecified", "A property is specified more than one time."),
    DUPLICATE_KEY_PROPERTY_SPECIFIED(400, "DuplicateKeyPropertySpecified", "A key property is specified more than one time."),
    PRIMARY_KEY_PROPERTY_IS_INVALID_TYPE(400, "PrimaryKeyPropertyIsInvalidType", "The primary key property is of an invalid type."),
    PARTITION_KEY_NOT_SPECIFIED(400, "PartitionKeyNotSpecified", "The partition key is not specified."),
    PARTITION_KEY_PROPERTY_CANNOT_BE_UPDATED(400, "PartitionKeyPropertyCannotBeUpdated", "The partition key property cannot be updated."),
    PARTITION_KEY_EQUALITY_COMPARISON_EXPECTED(400, "PartitionKeyEqualityComparisonExpected", "The partition key must be compared for equality."),
    PARTITION_KEY_SPECIFIED_MORE_THAN_ONCE(400, "PartitionKeySpecifiedMoreThanOnce", "The partition key is specified more than once."),
    OPERATOR_INVALID(400, "OperatorInvalid", "The operator is invalid."),
    TABLE_HAS_NO_PROPERTIES(400, "TableHasNoProperties", "The table has no properties."),
    TABLE_HAS_NO_SUCH_PROPERTY(400, "TableHasNoSuchProperty", "The table has no such property."),
    INVALID_DUPLICATE_ROW(400, "InvalidDuplicateRow", "The batch request contains multiple changes with same row key. An entity can appear only once in a batch request."),
    COMMANDS_IN_BATCH_ACT_ON_DIFFERENT_PARTITIONS(400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group."),
    CONTENT_LENGTH_EXCEEDED(400, "ContentLengthExceeded", "The content length for the requested operation has exceeded the limit (4MB)."),
    HOST_INFORMATION_NOT_PRESENT(400, "HostInformationNotPresent", "The required host information is not present in the request. You must send a non-empty Host header or include the absolute URI in the request line."),
    ATOM_FORMAT_NOT_SUPPORTED(415, "AtomFormatNotSupported", "Atom format is not supported."),
    JSON_FORMAT_NOT_SUPPORTED(415, "JsonFormatNotSupported", "JSON format is not supported."),
    JSON_VERBOSE_FORMAT_NOT_SUPPORTED(415, "JsonVerboseFormatNotSupported", "JSON verbose format is not supported."),
    MEDIA_TYPE_NOT_SUPPORTED(415, "MediaTypeNotSupported", "None of the provided media types are supported"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowed", "The requested method is not allowed on the specified resource."),
    NOT_IMPLEMENTED(501, "NotImplemented", "The requested operation is not implemented on the specified resource."),
    X_METHOD_INCORRECT_COUNT(400, "XMethodIncorrectCount", "More than one X-HTTP-Method is specified."),
    X_METHOD_INCORRECT_VALUE(400, "XMethodIncorrectValue", "The specified X-HTTP-Method is invalid."),
    X_METHOD_NOT_USING_POST(400, "XMethodNotUsingPost", "The request uses X-HTTP-Method with an Http verb other than POST.");

    private final int status;
    private final String code;
    private final String message;

    StorageError(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return code;
    }

    /** What Azure tells the user. */
    public String message() {
        return message;
    }

    /**
     * The refusal with this error.
     *
     * @param facts what the XML form adds beside the message, made by {@link #fact}: {@code HeaderName}, {@code AuthenticationErrorDetail}, …
     */
    public CloudException refusal(CloudException.Detail... facts) {
        return new CloudException(this, message, null, List.of(facts));
    }

    /** The refusal with this error and a message of its own in place of Azure's usual one. */
    public CloudException refusalSaying(String text, CloudException.Detail... facts) {
        return new CloudException(this, text, null, List.of(facts));
    }

    /** An element that the error's XML form has beside its message. */
    public static CloudException.Detail fact(String element, String value) {
        return new CloudException.Detail(element, null, value);
    }

    /** {@code InvalidHeaderValue} that names the header. */
    public static CloudException invalidHeader(String name, String value) {
        return INVALID_HEADER_VALUE.refusal(fact("HeaderName", name), fact("HeaderValue", value));
    }

    /** {@code MissingRequiredHeader} that names the header. */
    public static CloudException missingHeader(String name) {
        return MISSING_REQUIRED_HEADER.refusal(fact("HeaderName", name));
    }

    /** {@code UnsupportedHeader} that names the header. */
    public static CloudException unsupportedHeader(String name, String value) {
        return UNSUPPORTED_HEADER.refusal(fact("HeaderName", name), fact("HeaderValue", value));
    }

    /** {@code InvalidQueryParameterValue} that names the parameter. */
    public static CloudException invalidQuery(String name, String value, String reason) {
        return INVALID_QUERY_PARAMETER_VALUE.refusal(fact("QueryParameterName", name), fact("QueryParameterValue", value), fact("Reason", reason));
    }

    /** {@code MissingRequiredQueryParameter} that names the parameter. */
    public static CloudException missingQuery(String name) {
        return MISSING_REQUIRED_QUERY_PARAMETER.refusal(fact("QueryParameterName", name));
    }

    /** {@code OutOfRangeQueryParameterValue} with the bounds. */
    public static CloudException outOfRangeQuery(String name, String value, long minimum, long maximum) {
        return OUT_OF_RANGE_QUERY_PARAMETER_VALUE.refusal(fact("QueryParameterName", name), fact("QueryParameterValue", value),
                fact("MinimumAllowed", Long.toString(minimum)), fact("MaximumAllowed", Long.toString(maximum)));
    }
}
