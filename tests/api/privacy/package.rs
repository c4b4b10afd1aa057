//! A package as another program opens it: Python's `zipfile`, which checks every file's sum.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use test_support::{Answer, Person, TestApp};

pub(crate) struct Package(pub(crate) BTreeMap<String, Vec<u8>>);

impl Package {
    pub(crate) async fn of(app: &TestApp, who: &Person) -> Self {
        Self::open(&app.get(who, "/api/v1/me/data").await)
    }

    #[track_caller]
    pub(crate) fn open(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.bytes));
        assert_eq!(answer.header("content-type"), "application/zip");
        let folder = tempfile::tempdir().unwrap();
        let (file, inside) = (folder.path().join("data.zip"), folder.path().join("inside"));
        std::fs::write(&file, &answer.bytes).unwrap();
        for action in [vec!["-t"], vec!["-e"]] {
            let mut python = Command::new("python3");
            python.args(["-m", "zipfile"]).args(&action).arg(&file);
            if action == ["-e"] {
                python.arg(&inside);
            }
            let done = python.output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        let mut files = BTreeMap::new();
        read(&inside, "", &mut files);
        Self(files)
    }

    #[track_caller]
    pub(crate) fn part(&self, name: &str) -> Value {
        let Some(bytes) = self.0.get(&format!("{name}.json")) else {
            panic!("no {name} in {:?}", self.0.keys())
        };
        serde_json::from_slice(bytes).unwrap()
    }

    /// Acts of the trail on subjects of this kind, oldest first.
    pub(crate) fn acts(&self, kind: &str) -> Vec<String> {
        let trail = self.part("trail-of-processing");
        let is_of = |step: &&Value| step["subject"].as_str().unwrap().starts_with(kind);
        let acts = trail.as_array().unwrap().iter().filter(is_of);
        acts.map(|step| step["act"].as_str().unwrap().to_owned()).collect()
    }

    /// Whether any file of it holds this text.
    pub(crate) fn says(&self, text: &str) -> bool {
        let is_in =
            |bytes: &Vec<u8>| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        self.0.values().any(is_in)
    }
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
}
