//! Where requests go, by what environment and files say.

use super::*;

fn env(sts: Option<&str>, all: Option<&str>) -> RouteEnv {
    RouteEnv {
        endpoint_url_sts: sts.map(str::to_owned),
        endpoint_url: all.map(str::to_owned),
        ..RouteEnv::default()
    }
}

#[test]
fn the_most_specific_endpoint_wins() {
    let profile = RouteProfile {
        services_sts: Some("https://services.example"),
        endpoint_url: Some("https://profile.example"),
        ..RouteProfile::default()
    };
    let of = |env: &RouteEnv, profile: &RouteProfile<'_>| choose(env, profile).unwrap().endpoint;
    assert_eq!(
        of(&env(Some("https://a.example"), Some("https://b.example")), &profile).as_deref(),
        Some("https://a.example")
    );
    assert_eq!(of(&env(None, Some("https://b.example")), &profile).as_deref(), Some("https://b.example"));
    assert_eq!(of(&env(None, None), &profile).as_deref(), Some("https://services.example"));
    let profile = RouteProfile { services_sts: None, ..profile };
    assert_eq!(of(&env(None, None), &profile).as_deref(), Some("https://profile.example"));
}

#[test]
fn iam_has_its_own_endpoint_in_the_same_order() {
    let profile = RouteProfile {
        services_iam: Some("https://services.example"),
        endpoint_url: Some("https://profile.example"),
        ..RouteProfile::default()
    };
    let of = |env: &RouteEnv| {
        let route = choose(env, &profile).unwrap();
        (route.endpoint.unwrap(), route.iam_endpoint.unwrap())
    };
    let own = RouteEnv {
        endpoint_url_iam: Some("https://iam.example".into()),
        ..env(None, Some("https://all.example"))
    };
    assert_eq!(of(&own), ("https://all.example".into(), "https://iam.example".into()));
    assert_eq!(
        of(&RouteEnv::default()),
        ("https://profile.example".into(), "https://services.example".into())
    );
}

#[test]
fn ignored_endpoints_are_ignored_wherever_they_stand() {
    let set = env(Some("https://a.example"), Some("https://b.example"));
    let profile = |ignore| RouteProfile {
        services_sts: Some("https://services.example"),
        endpoint_url: Some("https://profile.example"),
        ignore_configured_endpoint_urls: ignore,
        ..RouteProfile::default()
    };
    let by_env = |text: &str| RouteEnv { ignore_configured_endpoint_urls: Some(text.into()), ..set.clone() };
    for (env, profile, ignored) in [
        (set.clone(), profile(None), false),
        (set.clone(), profile(Some("true")), true),
        (by_env("TRUE"), profile(None), true),
        (by_env("false"), profile(Some("true")), false),
        (by_env("true"), profile(Some("false")), true),
    ] {
        let route = choose(&env, &profile).unwrap();
        assert_eq!((route.endpoint.is_none(), route.iam_endpoint.is_none()), (ignored, ignored), "{env:?}");
    }
}

#[test]
fn of_a_switch_the_environment_s_word_counts() {
    let env = |fips: Option<&str>, dual: Option<&str>| RouteEnv {
        use_fips_endpoint: fips.map(str::to_owned),
        use_dualstack_endpoint: dual.map(str::to_owned),
        ..RouteEnv::default()
    };
    let profile = |fips, dual| RouteProfile {
        use_fips_endpoint: fips,
        use_dualstack_endpoint: dual,
        ..RouteProfile::default()
    };
    for (env, profile, expected) in [
        (env(None, None), profile(None, None), (false, false)),
        (env(None, None), profile(Some("true"), Some(" True ")), (true, true)),
        (env(Some("false"), Some("true")), profile(Some("true"), Some("false")), (false, true)),
        (env(Some("true"), None), profile(None, Some("false")), (true, false)),
    ] {
        let route = choose(&env, &profile).unwrap();
        assert_eq!((route.fips, route.dual_stack), expected, "{env:?} {profile:?}");
    }
}

#[test]
fn a_switch_that_is_neither_on_nor_off_is_named_with_its_place() {
    let env = RouteEnv { use_fips_endpoint: Some("yes".into()), ..RouteEnv::default() };
    let failure = choose(&env, &RouteProfile::default()).unwrap_err();
    assert_eq!(failure.code, Code::BadEndpoint);
    assert_eq!(failure.message, "AWS_USE_FIPS_ENDPOINT is “yes”, which is neither true nor false.");
    for profile in [
        RouteProfile { use_fips_endpoint: Some("1"), ..RouteProfile::default() },
        RouteProfile { use_dualstack_endpoint: Some("on"), ..RouteProfile::default() },
        RouteProfile { ignore_configured_endpoint_urls: Some(""), ..RouteProfile::default() },
    ] {
        let failure = choose(&RouteEnv::default(), &profile).unwrap_err();
        assert_eq!(failure.code, Code::BadEndpoint, "{profile:?}");
        assert!(!failure.message.contains("AWS_"), "{failure}");
    }
}

#[test]
fn an_endpoint_of_one_s_own_excludes_both_kinds_of_aws_s() {
    for (fips, dual, word) in [
        (Some("true"), None, "FIPS"),
        (None, Some("true"), "dual-stack"),
        (Some("true"), Some("true"), "FIPS"),
    ] {
        let profile = RouteProfile {
            endpoint_url: Some("https://sts.example"),
            use_fips_endpoint: fips,
            use_dualstack_endpoint: dual,
            ..RouteProfile::default()
        };
        let failure = choose(&RouteEnv::default(), &profile).unwrap_err();
        assert_eq!(failure.code, Code::BadEndpoint);
        assert!(failure.message.contains(word), "{failure}");
    }
}

#[test]
fn the_profile_region_wins_over_the_environment() {
    let env = RouteEnv { region: Some("us-west-2".into()), ..RouteEnv::default() };
    let profile = RouteProfile { region: Some("eu-central-1"), ..RouteProfile::default() };
    assert_eq!(choose(&env, &profile).unwrap().region, "eu-central-1");
    assert_eq!(choose(&env, &RouteProfile::default()).unwrap().region, "us-west-2");
}

#[test]
fn without_a_region_the_partition_decides() {
    let profile = RouteProfile { partition: Some("aws-us-gov"), ..RouteProfile::default() };
    assert_eq!(choose(&RouteEnv::default(), &profile).unwrap().region, "us-gov-west-1");
    let profile = RouteProfile { partition: Some("aws-iso-f"), ..RouteProfile::default() };
    assert_eq!(choose(&RouteEnv::default(), &profile).unwrap().region, "us-isof-south-1");
    assert_eq!(choose(&RouteEnv::default(), &RouteProfile::default()).unwrap().region, "us-east-1");
}

#[test]
fn malformed_places_are_refused_before_a_code_is_spent() {
    for region in ["", "eu_central_1", "evil.example/", "EU-CENTRAL-1"] {
        let profile = RouteProfile { region: Some(region), ..RouteProfile::default() };
        assert_eq!(choose(&RouteEnv::default(), &profile).unwrap_err().code, Code::BadEndpoint, "{region}");
    }
    for url in ["sts.example", "ftp://x", "https://", "https://user@host", "https://a b"] {
        assert_eq!(
            choose(&env(Some(url), None), &RouteProfile::default()).unwrap_err().code,
            Code::BadEndpoint,
            "{url}"
        );
    }
}
