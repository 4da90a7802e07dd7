//! Partitions: worlds of AWS that share neither keys nor endpoints.

/// Each partition with how its regions begin and one of them, longer beginnings first
/// (`partitions.json` of the AWS SDKs, `regionRegex`).
const PARTITIONS: [(&str, &[&str], &str); 8] = [
    ("aws-us-gov", &["us-gov-"], "us-gov-west-1"),
    ("aws-iso-b", &["us-isob-"], "us-isob-east-1"),
    ("aws-iso-f", &["us-isof-"], "us-isof-south-1"),
    ("aws-iso-e", &["eu-isoe-"], "eu-isoe-west-1"),
    ("aws-iso", &["us-iso-"], "us-iso-east-1"),
    ("aws-cn", &["cn-"], "cn-north-1"),
    ("aws-eusc", &["eusc-"], "eusc-de-east-1"),
    ("aws", &["us-", "eu-", "ap-", "sa-", "ca-", "me-", "af-", "il-", "mx-"], "us-east-1"),
];

/// The partition that a region is in; none for a region of a kind that is not known here.
#[must_use]
pub fn of_region(region: &str) -> Option<&'static str> {
    let found = PARTITIONS.iter().find(|(_, starts, _)| starts.iter().any(|start| region.starts_with(start)));
    found.map(|(partition, _, _)| *partition)
}

/// A region of a partition, to be named as an example.
#[must_use]
pub fn some_region(partition: &str) -> Option<&'static str> {
    PARTITIONS.iter().find(|(name, _, _)| *name == partition).map(|(_, _, region)| *region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_in_its_partition() {
        for (region, partition) in [
            ("us-east-1", "aws"),
            ("mx-central-1", "aws"),
            ("us-gov-east-1", "aws-us-gov"),
            ("cn-northwest-1", "aws-cn"),
            ("eusc-de-east-1", "aws-eusc"),
            ("us-iso-west-1", "aws-iso"),
            ("us-isob-east-1", "aws-iso-b"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("us-isof-east-1", "aws-iso-f"),
        ] {
            assert_eq!(of_region(region), Some(partition), "{region}");
        }
        assert_eq!(of_region("moon-1"), None);
        for (partition, _, region) in PARTITIONS {
            assert_eq!((of_region(region), some_region(partition)), (Some(partition), Some(region)));
        }
    }
}
