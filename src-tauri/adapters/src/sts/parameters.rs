//! A role's parameters in the SDK's own types.

use aws_sdk_sts::operation::assume_role::builders::AssumeRoleFluentBuilder;
use aws_sdk_sts::types::{PolicyDescriptorType, Tag};

use daypass_core::role_parameters::RoleParameters;

/// Adds the parameters to a request. What is empty is left out: to AWS an empty list is a mistake.
pub(super) fn with(request: AssumeRoleFluentBuilder, wished: &RoleParameters) -> AssumeRoleFluentBuilder {
    let RoleParameters { session_name: _, external_id, source_identity, policy, tags } = wished;
    let managed = policy.managed().iter().map(|arn| PolicyDescriptorType::builder().arn(arn).build());
    // A tag without key or value cannot be built, and ours have both.
    let pairs =
        tags.pairs().iter().filter_map(|(key, value)| Tag::builder().key(key).value(value).build().ok());
    request
        .set_external_id(external_id.as_ref().map(|id| id.as_str().to_owned()))
        .set_source_identity(source_identity.as_ref().map(|name| name.as_str().to_owned()))
        .set_policy(policy.document().map(str::to_owned))
        .set_policy_arns(filled(managed.collect()))
        .set_tags(filled(pairs.collect()))
        .set_transitive_tag_keys(filled(tags.transitive().to_vec()))
}

fn filled<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
