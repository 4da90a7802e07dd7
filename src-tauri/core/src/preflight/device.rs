//! Whether an MFA device can be the key's own user's.

use crate::caller::KnownCaller;
use crate::failure::{Code, Failure};
use crate::keys::account_of;
use crate::preflight::KnownKey;
use crate::profile::{SerialNumber, visible};
use crate::text::Text;

/// Compares account, partition and, where AWS has listed them, the user's devices.
pub(super) fn check(serial: &SerialNumber, access_key_id: &str, known: &KnownKey) -> Result<(), Failure> {
    let caller = known.caller.as_ref();
    let said = caller.and_then(KnownCaller::account).map(str::to_owned);
    let account = said.or_else(|| account_of(access_key_id));
    if let (Some(of_key), Some(of_device)) = (account, serial.account())
        && of_key != of_device
    {
        return Err(refused(text!(
            "The MFA device is of account {}, but the access key is of account {}.",
            visible(of_device),
            of_key
        )));
    }
    let partition = caller.and_then(KnownCaller::partition);
    if let (Some(of_key), Some(of_device)) = (partition, serial.partition())
        && of_key != of_device
    {
        return Err(refused(text!(
            "The MFA device is of partition {}, but the access key is of {}.",
            visible(of_device),
            visible(of_key)
        )));
    }
    if let Some(devices) = &known.devices
        && !devices.iter().any(|device| device == serial.as_str())
    {
        return Err(refused(text!(
            "AWS does not list “{}” among the MFA devices of this user.",
            visible(serial.as_str())
        )));
    }
    Ok(())
}

/// A device may be called anything, and is called like its user as a rule.
pub(super) fn of_another_name(serial: &SerialNumber, known: &KnownKey) -> Option<Failure> {
    let (user, device) = (known.user()?, serial.device_name()?);
    let listed = known.devices.as_ref().is_some_and(|all| all.iter().any(|one| one == serial.as_str()));
    (user != device && !listed).then(|| {
        Failure::new(
            Code::DeviceRejected,
            text!("The MFA device is called “{}”, but the key is of user “{}”.", visible(device), visible(user)),
            text!("This is well if the user gave the device that name; else set mfa_serial to the user's own device."),
        )
    })
}

fn refused(message: Text) -> Failure {
    let hint =
        text!("Set mfa_serial to a device of the key's own user; the IAM console shows its ARN there.");
    Failure::new(Code::DeviceRejected, message, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: &str = "arn:aws:iam::123456789012:mfa/jane";
    /// Made for these tests: AWS never issued them.
    const OF_THAT_ACCOUNT: &str = "AKIARZPUZDIKFJOD3HTR";
    const OF_ANOTHER: &str = "AKIATCH6YDSYVJOD3HTR";

    fn check_of(serial: &str, id: &str, known: &KnownKey) -> Result<(), String> {
        let serial = SerialNumber::parse(serial).map_err(|failure| failure.to_string())?;
        check(&serial, id, known).map_err(|failure| {
            assert_eq!(failure.code, Code::DeviceRejected);
            failure.message.to_string()
        })
    }

    fn known(arn: &str) -> KnownKey {
        let caller = KnownCaller {
            arn: arn.to_owned(),
            access_key_id: OF_THAT_ACCOUNT.to_owned(),
            active_at: "2026-11-22T09:00:00Z".parse().expect("an instant"),
        };
        KnownKey { caller: Some(caller), ..KnownKey::default() }
    }

    #[test]
    fn a_device_of_another_account_is_known_by_the_key_s_id() {
        let nothing = KnownKey::default();
        assert_eq!(check_of(DEVICE, OF_THAT_ACCOUNT, &nothing), Ok(()));
        let message = check_of(DEVICE, OF_ANOTHER, &nothing).unwrap_err();
        assert!(
            message.contains("account 123456789012") && message.contains("account 210987654321"),
            "{message}"
        );
        assert_eq!(check_of("GAHT12345678", OF_ANOTHER, &nothing), Ok(()), "a hardware serial tells nothing");
        assert_eq!(check_of(DEVICE, "AKIAIOSFODNN7EXAMPLE", &nothing), Ok(()), "older ids tell nothing");
    }

    #[test]
    fn what_aws_said_of_the_key_counts_more_than_its_id() {
        let jane = known("arn:aws:iam::123456789012:user/team/jane");
        assert_eq!(check_of(DEVICE, OF_ANOTHER, &jane), Ok(()));
        let china = known("arn:aws-cn:iam::123456789012:user/jane");
        assert!(check_of(DEVICE, OF_THAT_ACCOUNT, &china).unwrap_err().contains("partition aws,"));
        let elsewhere = known("arn:aws:iam::210987654321:user/jane");
        assert!(check_of(DEVICE, OF_THAT_ACCOUNT, &elsewhere).unwrap_err().contains("account 210987654321"));
    }

    #[test]
    fn a_device_that_aws_does_not_list_is_not_the_user_s() {
        let jane = known("arn:aws:iam::123456789012:user/jane");
        let listed = KnownKey { devices: Some(vec![DEVICE.to_owned()]), ..jane.clone() };
        assert_eq!(check_of(DEVICE, OF_THAT_ACCOUNT, &listed), Ok(()));
        let other = check_of("GAHT12345678", OF_THAT_ACCOUNT, &listed).unwrap_err();
        assert!(other.contains("does not list “GAHT12345678”"), "{other}");
        let bob = SerialNumber::parse("arn:aws:iam::123456789012:mfa/bob").unwrap();
        let warning = of_another_name(&bob, &jane).unwrap();
        assert!(warning.message.contains("“bob”") && warning.message.contains("“jane”"), "{warning}");
        let his = KnownKey { devices: Some(vec![bob.as_str().to_owned()]), ..jane.clone() };
        assert_eq!(of_another_name(&bob, &his), None);
        assert_eq!(of_another_name(&SerialNumber::parse(DEVICE).unwrap(), &jane), None);
    }
}
