//! What the editor writes, AWS's own reader reads: any edit of any sound file.
#![expect(deprecated, reason = "the only public names of the reader's own file types")]

use aws_config::profile::profile_file::{ProfileFileKind, ProfileFiles};
use aws_config::profile::{self, ProfileSet};
use aws_types::os_shim_internal::{Env, Fs};
use daypass_core::credentials_out::{SectionEdit, edit};
use proptest::prelude::*;

const KEYS: [&str; 3] = ["aws_access_key_id", "aws_session_token", "manager"];

fn read(runtime: &tokio::runtime::Runtime, text: &[u8]) -> Option<ProfileSet> {
    let text = String::from_utf8(text.to_vec()).ok()?;
    let files = ProfileFiles::builder().with_contents(ProfileFileKind::Credentials, text).build();
    let (fs, env) = (Fs::from_slice(&[]), Env::from_slice(&[]));
    runtime.block_on(profile::load(&fs, &env, &files, None)).ok()
}

fn file() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "[a]",
        "[b]",
        "[a] # c",
        "[other]",
        "# comment",
        "",
        "  ",
        "x = 1 = 2",
        "aws_access_key_id = AKIA1",
        "AWS_Access_Key_Id=x",
        "manager = me # c",
        "manager=me;c",
        "aws_session_token =\n  t = u",
        "region  = eu\n\tmore",
        "s3 =\n  x = y\n\n  z = ",
    ]);
    let ending = prop::sample::select(vec!["\n", "\r\n"]);
    (prop::collection::vec(line, 0..12), ending, any::<bool>()).prop_map(|(lines, ending, last)| {
        let mut text = format!("[first]\n{}", lines.join("\n")).replace('\n', ending);
        if last {
            text.push_str(ending);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_rust_sdk_reads_what_was_set_and_all_else_as_before(
        before in file(),
        name in prop::sample::select(vec!["a", "b", "new"]),
        set in prop::sample::subsequence(KEYS.to_vec(), 0..=3),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("runtime");
        let Some(old) = read(&runtime, before.as_bytes()) else { return Ok(()) };
        let mut wish = SectionEdit::new(name);
        for key in KEYS {
            wish = if set.contains(&key) { wish.set(key, "v/+=") } else { wish.remove(key) };
        }
        let after = edit(before.as_bytes(), &[wish]).expect("edit");
        let new = read(&runtime, &after).expect("readable as before");
        for profile in old.profiles().filter(|profile| *profile != name) {
            prop_assert_eq!(old.get_profile(profile), new.get_profile(profile));
        }
        let ours = new.get_profile(name);
        for key in KEYS {
            let wanted = set.contains(&key).then_some("v/+=");
            prop_assert_eq!(ours.and_then(|profile| profile.get(key)), wanted);
        }
        for key in ["x", "region", "s3"] {
            let was = old.get_profile(name).and_then(|profile| profile.get(key));
            prop_assert_eq!(ours.and_then(|profile| profile.get(key)), was);
        }
    }
}
