//! One input of the fuzz target `editor`: a few wishes, then the file they are applied to.

use arbitrary::{Arbitrary, Result, Unstructured};
use daypass_core::credentials_out::SectionEdit;
use daypass_core::ini::{Document, Property};

/// What one [`SectionEdit`] asks for, in the open.
#[derive(Clone, Debug)]
pub struct Wish {
    pub section: String,
    pub set: Vec<(String, String)>,
    pub remove: Vec<String>,
    pub and_section: bool,
}

/// The file is what is left of the bytes, so that corpus files can be read and written by people.
#[derive(Debug)]
pub struct Input<'a> {
    pub wishes: Vec<Wish>,
    pub file: &'a [u8],
}

const SECTIONS: [&str; 8] =
    ["a", "default", "new", "my profile", "été", "a.b/c@d:e+f%g", "a]\n[b", "DEFAULT"];
const KEYS: [&str; 6] =
    ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "manager", "k", "k = 1\nl"];
const VALUES: [&str; 8] = ["AKIAIOSFODNN7EXAMPLE", "v/+=", "1", "", "x\n[default]", "a # b", "\"q\"", "é"];

impl<'a> Arbitrary<'a> for Input<'a> {
    /// One letter for each choice: how many wishes, then for each its section, what is set, what is
    /// removed, and whether the section goes.
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        // The file comes last but is asked for names and keys, so it is looked at ahead.
        let names = Names::of(u.peek_bytes(u.len()).unwrap_or_default());
        let count = 1 + small(u, 3)?;
        let wishes = (0..count).map(|_| Wish::pick(u, &names)).collect::<Result<_>>()?;
        // A line feed in files written by people, so that their first line is whole.
        let _separator: u8 = u.arbitrary()?;
        let rest = u.len();
        Ok(Input { wishes, file: u.bytes(rest)? })
    }
}

impl Wish {
    fn pick(u: &mut Unstructured<'_>, names: &Names) -> Result<Self> {
        let section = pick(u, &SECTIONS, &names.sections)?;
        let mut set: Vec<(String, String)> = Vec::new();
        for _ in 0..small(u, 4)? {
            let (key, value) = (pick(u, &KEYS, &names.keys)?, pick(u, &VALUES, &names.values)?);
            set.retain(|(other, _)| !other.eq_ignore_ascii_case(&key));
            set.push((key, value));
        }
        let remove = (0..small(u, 4)?).map(|_| pick(u, &KEYS, &names.keys)).collect::<Result<_>>()?;
        Ok(Self { section, set, remove, and_section: small(u, 2)? == 1 })
    }

    pub fn edit(&self) -> SectionEdit {
        let mut edit = SectionEdit::new(&self.section);
        for (key, value) in &self.set {
            edit = edit.set(key, value);
        }
        for key in &self.remove {
            edit = edit.remove(key);
        }
        if self.and_section { edit.remove_section_if_empty() } else { edit }
    }

    /// The same wish turned round: what was set goes, and the section with it.
    pub fn undone(&self) -> Self {
        Self {
            section: self.section.clone(),
            set: vec![],
            remove: self.set.iter().map(|(key, _)| key.clone()).collect(),
            and_section: true,
        }
    }

    /// Whether the key is set or removed.
    pub fn names(&self, key: &[u8]) -> bool {
        let mut all = self.set.iter().map(|(key, _)| key).chain(&self.remove);
        all.any(|other| key.eq_ignore_ascii_case(other.as_bytes()))
    }

    /// The section and all keys.
    pub fn all_names(&self) -> impl Iterator<Item = &String> {
        self.set.iter().map(|(key, _)| key).chain(&self.remove).chain([&self.section])
    }
}

/// What stands in the file, so that wishes meet it.
#[derive(Default)]
struct Names {
    sections: Vec<String>,
    keys: Vec<String>,
    values: Vec<String>,
}

impl Names {
    fn of(bytes: &[u8]) -> Self {
        let document = Document::parse(bytes);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let mut names = Self::default();
        for section in document.sections() {
            names.sections.push(text(document.name(section)));
            let key = |property: &Property| text(document.slice(property.key.clone()));
            names.keys.extend(document.properties(section).iter().map(key));
            names.values.extend(document.properties(section).iter().map(|p| text(&document.value(p))));
        }
        names
    }
}

/// `a`, `b`, `c`… are 0, 1, 2 of the choices, and so is every other byte in turn.
fn small(u: &mut Unstructured<'_>, choices: u8) -> Result<usize> {
    let byte: u8 = u.arbitrary()?;
    Ok(usize::from(byte.wrapping_sub(b'a') % choices))
}

fn pick(u: &mut Unstructured<'_>, usual: &[&str], of_file: &[String]) -> Result<String> {
    let byte: u8 = u.arbitrary()?;
    let at = usize::from(byte.wrapping_sub(b'a'));
    // Upper case and all else is the file's.
    match usual.get(at) {
        Some(name) => Ok((*name).to_owned()),
        None if of_file.is_empty() => Ok(usual[at % usual.len()].to_owned()),
        None => Ok(of_file[usize::from(byte.wrapping_sub(b'A')) % of_file.len()].clone()),
    }
}
