//! Credentials files such as a hostile or broken program could leave.

/// A shape of file that could cost more than its size, made `size` times as large as its smallest.
pub struct Shape {
    /// What it is called in the results.
    pub name: &'static str,
    /// The file.
    pub make: fn(usize) -> Vec<u8>,
}

/// All such shapes. Each has the section `[x]` with the key `k`, as far as it can.
pub const SHAPES: [Shape; 10] = [
    Shape { name: "one name many times", make: |size| "[x]\nk = 1\n".repeat(size).into_bytes() },
    Shape {
        name: "one name many times, other keys",
        make: |size| (0..size).map(|n| format!("[x]\nk = 1\nk{n} = 1\n")).collect::<String>().into_bytes(),
    },
    Shape {
        name: "many keys",
        make: |size| {
            let keys: String = (0..size).map(|n| format!("k{n} = 1\n")).collect();
            format!("[x]\nk = 1\n{keys}").into_bytes()
        },
    },
    Shape {
        name: "one key many times",
        make: |size| format!("[x]\n{}", "k = 1\n".repeat(size)).into_bytes(),
    },
    Shape { name: "one line", make: |size| format!("[x]\nk = 1\nl = {}\n", "v# ".repeat(size)).into_bytes() },
    Shape {
        name: "one line of blanks and brackets",
        make: |size| format!("[x]\nk = 1\n{}\n", " [x".repeat(size)).into_bytes(),
    },
    Shape {
        name: "one value of many lines",
        make: |size| format!("[x]\nk = 1\n{}", "  more\n".repeat(size)).into_bytes(),
    },
    Shape {
        name: "one nested block",
        make: |size| format!("[x]\nk =\n{}", "  n = 1\n".repeat(size)).into_bytes(),
    },
    Shape {
        name: "blank lines and indented headers",
        make: |size| format!("[x]\nk = 1\n[y]\n{}", "\n [x]\n".repeat(size)).into_bytes(),
    },
    Shape {
        name: "lone carriage returns",
        make: |size| format!("[x]\nk = 1\n{}", "[y]\nl = 1\r2\n".repeat(size)).into_bytes(),
    },
];
