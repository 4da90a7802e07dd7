//! What becomes of what AWS itself has said of a key.

use super::*;
use crate::board::obstacle;
use crate::sts_error::StsError;

const ID: &str = "AKIAIOSFODNN7EXAMPLE";
const CONFIG: &str = "[profile work]\nmfa_serial = arn:aws:iam::123456789012:mfa/jane\nregion = us-east-1\n\
                      [profile ops]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = work\n";

fn catalog(known: KnownKey) -> Catalog {
    let credentials = format!("[work]\naws_access_key_id = {ID}\naws_secret_access_key = s\n");
    let aws = AwsConfig::read(CONFIG.as_bytes(), credentials.as_bytes());
    let (settings, env) = (Settings::default(), RouteEnv::default());
    let mut catalog = Catalog::of(&aws, &settings, &env);
    look(&mut catalog, &aws, &settings, &env, &[(ID.to_owned(), known)].into());
    catalog
}

fn called(arn: &str) -> KnownKey {
    let caller = KnownCaller {
        arn: arn.to_owned(),
        access_key_id: ID.to_owned(),
        active_at: "2026-11-22T09:00:00Z".parse().unwrap(),
    };
    KnownKey { caller: Some(caller), ..KnownKey::default() }
}

#[test]
fn a_key_that_aws_refuses_is_an_obstacle() {
    let rejected = KnownKey { rejected: Some(StsError::UnknownKey.failure()), ..KnownKey::default() };
    assert_eq!(obstacle(&catalog(rejected).identities[0]).map(|f| f.code), Some(Code::KeyRejected));
    assert_eq!(obstacle(&catalog(KnownKey::default()).identities[0]), None);
}

#[test]
fn a_key_of_another_partition_than_its_region_is_an_obstacle() {
    let known = called("arn:aws-cn:iam::123456789012:user/jane");
    assert!(obstacle(&catalog(known).identities[0]).is_some());
    let gov = "[profile work]\nregion = us-east-1\n";
    let credentials = format!("[work]\naws_access_key_id = {ID}\naws_secret_access_key = s\n");
    let aws = AwsConfig::read(gov.as_bytes(), credentials.as_bytes());
    let (settings, env) = (Settings::default(), RouteEnv::default());
    let mut catalog = Catalog::of(&aws, &settings, &env);
    let known = called("arn:aws-us-gov:iam::123456789012:user/jane");
    look(&mut catalog, &aws, &settings, &env, &[(ID.to_owned(), known)].into());
    let failure = obstacle(&catalog.identities[0]).unwrap();
    assert!(failure.message.contains("the access key is in aws-us-gov"), "{failure}");
}

#[test]
fn the_user_s_name_and_rank_are_known_once_aws_said_them() {
    let jane = catalog(called("arn:aws:iam::123456789012:user/team/jane"));
    assert_eq!(jane.identities[0].preflight.known.user(), Some("jane"));
    assert_eq!(jane.identities[0].preflight.warnings, []);
    let bob = catalog(called("arn:aws:iam::123456789012:user/bob"));
    assert_eq!(bob.identities[0].preflight.warnings[0].code, Code::DeviceRejected);
    let root = catalog(called("arn:aws:iam::123456789012:root"));
    assert!(is_root(&root.identities[0], None) && !is_root(&jane.identities[0], None));
    assert_eq!(root.roles[0].preflight.obstacle.as_ref().map(|f| f.code), Some(Code::Denied));
    assert_eq!(jane.roles[0].preflight.obstacle, None);
}

#[test]
fn what_was_found_before_is_found_anew() {
    let mut catalog = catalog(called("arn:aws:iam::123456789012:root"));
    let aws = AwsConfig::read(CONFIG.as_bytes(), b"");
    look(&mut catalog, &aws, &Settings::default(), &RouteEnv::default(), &KnownKeys::new());
    assert_eq!(catalog.identities[0].preflight, Preflight::default());
    assert_eq!(catalog.roles[0].preflight, Preflight::default());
}
