//! A real Chromium, driven over the `WebDriver` protocol by its own driver.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// What the screen of this browser is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screen {
    Phone,
    Desktop,
}

impl Screen {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Desktop => "desktop",
        }
    }

    /// In CSS pixels.
    pub(crate) fn width(self) -> u64 {
        match self {
            Self::Phone => 360,
            Self::Desktop => 1280,
        }
    }
}

/// One browser with a profile of its own; gone with this value.
pub(crate) struct Browser {
    driver: Child,
    session: String,
    client: reqwest::Client,
    scripts: bool,
    _profile: tempfile::TempDir,
}

/// Marks the page on which is clicked; the next page does not have the mark.
const LEAVING: &str = "window.isClicked = true;";
const IS_LEFT: &str = "return window.isClicked !== true";
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A driver on a port of its own choice. Now and then one ends at once without naming a port, for a
/// cause not found (not once in 400 starts of it alone); that is a browser not started, no answer of
/// the program under test.
fn start_driver() -> (Child, String) {
    for _ in 0..5 {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is not installed; scripts/test installs it");
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            Some(line.split_once("successfully on port ")?.1.trim_end_matches('.').to_owned())
        });
        if let Some(port) = port {
            return (driver, format!("http://127.0.0.1:{port}"));
        }
        driver.wait().unwrap();
    }
    panic!("chromedriver found no port");
}

fn capabilities(screen: Screen, profile: &str, scripts: bool) -> Value {
    let mut options = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-dev-shm-usage", "--hide-scrollbars", "--window-size=1280,900",
            format!("--user-data-dir={profile}"),
        ],
    });
    if !scripts {
        // As somebody sets it who forbids every site to run scripts.
        options["prefs"] = json!({"profile.managed_default_content_settings.javascript": 2});
    }
    if screen == Screen::Phone {
        options["mobileEmulation"] = json!({
            "deviceMetrics": {"width": 360, "height": 740, "pixelRatio": 2.0, "touch": true},
        });
    }
    json!({"capabilities": {"alwaysMatch": {
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"browser": "ALL"},
    }}})
}

impl Browser {
    pub(crate) async fn start(screen: Screen) -> Self {
        Self::launch(screen, true).await
    }

    /// One in which no page may run a script; what a test runs through the driver still runs.
    pub(crate) async fn without_scripts(screen: Screen) -> Self {
        Self::launch(screen, false).await
    }

    async fn launch(screen: Screen, scripts: bool) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let (driver, address) = start_driver();
        let limit = std::time::Duration::from_mins(1);
        let client = reqwest::Client::builder().timeout(limit).build().unwrap();
        let wanted = capabilities(screen, profile.path().to_str().unwrap(), scripts);
        let answer = client.post(format!("{address}/session")).json(&wanted).send().await.unwrap();
        let answer: Value = answer.json().await.unwrap();
        let id = answer["value"]["sessionId"].as_str().unwrap_or_else(|| panic!("{answer}"));
        let session = format!("{address}/session/{id}");
        Self { driver, session, client, scripts, _profile: profile }
    }

    async fn post(&self, command: &str, body: Value) -> Value {
        let request = self.client.post(format!("{}/{command}", self.session)).json(&body);
        Self::value(command, request).await
    }

    async fn value(command: &str, request: reqwest::RequestBuilder) -> Value {
        let value = Self::answer(request).await;
        assert!(value["error"].is_null(), "{command}: {value}");
        value
    }

    async fn answer(request: reqwest::RequestBuilder) -> Value {
        let mut answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["value"].take()
    }

    pub(crate) async fn open(&self, address: &str) {
        self.post("url", json!({"url": address})).await;
    }

    /// The path of the page now shown.
    pub(crate) async fn path(&self) -> String {
        let request = self.client.get(format!("{}/url", self.session));
        let url = Self::value("url", request).await.as_str().unwrap().to_owned();
        url.splitn(4, '/').nth(3).map_or_else(String::new, |path| format!("/{path}"))
    }

    /// Sends a command to the element. The page it is looked for on may be on its way in or out:
    /// it is looked for again until it stands still, at most ten seconds.
    async fn to_element(&self, css: &str, command: &str, body: Option<&Value>) -> Value {
        let wanted = json!({"using": "css selector", "value": css});
        let mut said = Value::Null;
        for _ in 0..100 {
            let request = self.client.post(format!("{}/element", self.session)).json(&wanted);
            said = Self::answer(request).await;
            if let Some(element) = said[ELEMENT].as_str() {
                let address = format!("{}/element/{element}/{command}", self.session);
                let request = match body {
                    Some(body) => self.client.post(address).json(body),
                    None => self.client.get(address),
                };
                said = Self::answer(request).await;
            }
            let is_moving = ["no such element", "stale element reference"];
            if !is_moving.iter().any(|error| said["error"] == *error) {
                break;
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert!(said["error"].is_null(), "{command} {css} at {}: {said}", self.path().await);
        said
    }

    /// Clicks in the middle of the screen, where no bar lies over the element.
    pub(crate) async fn click(&self, css: &str) {
        let is_option = format!("return document.querySelector({css:?})?.localName === 'option'");
        if !self.scripts && self.run(&is_option).await == false {
            return self.tap(css).await;
        }
        self.appear(css).await;
        let centre = "scrollIntoView({block: 'center'})";
        self.run(&format!("{LEAVING} document.querySelector({css:?})?.{centre}")).await;
        self.to_element(css, "click", Some(&json!({}))).await;
    }

    /// A click below the driver, whose own waits for a timer of the page.
    async fn tap(&self, css: &str) {
        self.appear(css).await;
        let middle = format!(
            "{LEAVING} const element = document.querySelector({css:?});
             element.scrollIntoView({{block: 'center', behavior: 'instant'}});
             const box = element.getBoundingClientRect();
             const at = [box.x + box.width / 2, box.y + box.height / 2];
             const hit = document.elementFromPoint(...at);
             return element.contains(hit) ? at : hit?.outerHTML"
        );
        let at = self.run(&middle).await;
        assert!(at.is_array(), "{css} lies under {at}");
        for step in ["mousePressed", "mouseReleased"] {
            let event =
                json!({"type": step, "x": at[0], "y": at[1], "button": "left", "clickCount": 1});
            let command = json!({"cmd": "Input.dispatchMouseEvent", "params": event});
            self.post("goog/cdp/execute", command).await;
        }
    }

    /// Follows an entry of the menu: folded away on a phone, open where there is room. There the
    /// keyboard goes, since the driver takes all within closed `details` for hidden.
    pub(crate) async fn choose_in_menu(&self, path: &str) {
        let is_folded = "return document.querySelector('.menu summary').offsetParent !== null";
        let link = format!(".menu a[href='{path}']");
        if self.run(is_folded).await == true {
            self.click(".menu summary").await;
            self.click(&link).await;
        } else {
            let focus = format!(
                "const link = document.querySelector({link:?});
                 link.focus();
                 return document.activeElement === link && link.checkVisibility()"
            );
            assert_eq!(self.run(&focus).await, true, "{link} cannot be reached");
            self.press("\u{e007}").await;
        }
        self.arrive(path).await;
    }

    /// Types into a field, after what stands there.
    pub(crate) async fn type_into(&self, css: &str, text: &str) {
        self.to_element(css, "value", Some(&json!({"text": text}))).await;
    }

    /// Presses keys one after the other, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let stroke = |key: char| {
            let key = key.to_string();
            [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})]
        };
        let strokes: Vec<Value> = keys.chars().flat_map(stroke).collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": strokes});
        self.post("actions", json!({"actions": [keyboard]})).await;
    }

    /// The element's text as a reader sees it.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.to_element(css, "text", None).await.as_str().unwrap().to_owned()
    }

    /// Waits until the element's text holds this, at most ten seconds.
    pub(crate) async fn wait_for(&self, css: &str, text: &str) {
        let script = format!("return document.querySelector({css:?})?.innerText ?? ''");
        let mut shown = String::new();
        for _ in 0..100 {
            // Not by an element's id: the page may be on its way out.
            self.run(&script).await.as_str().unwrap_or("").clone_into(&mut shown);
            if shown.contains(text) {
                return;
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("{css} says {shown:?}, not {text:?}");
    }

    /// Waits until there is such an element, at most ten seconds.
    pub(crate) async fn appear(&self, css: &str) {
        let script = format!("return document.querySelector({css:?}) !== null");
        for _ in 0..100 {
            if self.run(&script).await == true {
                return;
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("no {css} at {}", self.path().await);
    }

    /// Waits until the address ends so, at most ten seconds. A form often leads back to its own address: where something
    /// was clicked, the page it was clicked on is not the one to arrive at.
    pub(crate) async fn arrive(&self, end: &str) {
        for _ in 0..100 {
            if self.path().await.ends_with(end) && self.run(IS_LEFT).await == true {
                return;
            }
            actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        let shown = self.run("return document.querySelector('main')?.innerText ?? ''").await;
        let complaints = self.complaints().await;
        panic!("at {}, not at {end}: {shown} {complaints:?}", self.path().await);
    }

    pub(crate) async fn run(&self, script: &str) -> Value {
        self.post("execute/sync", json!({"script": script, "args": []})).await
    }

    pub(crate) async fn run_async(&self, script: &str) -> Value {
        self.post("execute/async", json!({"script": script, "args": []})).await
    }

    /// Errors and warnings on the console since the last call.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let entries = self.post("se/log", json!({"type": "browser"})).await;
        let entries = entries.as_array().cloned().unwrap_or_default();
        let bad = entries
            .into_iter()
            .filter(|entry| entry["level"] != "INFO" && entry["level"] != "DEBUG");
        bad.map(|entry| entry["message"].as_str().unwrap_or("").to_owned()).collect()
    }

    /// The whole page as a picture under `target/screenshots/`.
    pub(crate) async fn picture(&self, name: &str) {
        let command = json!({
            "cmd": "Page.captureScreenshot", "params": {"captureBeyondViewport": true},
        });
        let taken = self.post("goog/cdp/execute", command).await;
        let folder = std::path::Path::new("target/screenshots");
        std::fs::create_dir_all(folder).unwrap();
        let bytes = from_base64(taken["data"].as_str().unwrap());
        std::fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
    }

    pub(crate) async fn close(mut self) {
        self.client.delete(&self.session).send().await.unwrap();
        self.driver.kill().unwrap();
        self.driver.wait().unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Closed already, unless the test failed.
        let _ = self.driver.kill();
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let digit = |byte: u8| match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits: Vec<u32> = text.bytes().filter_map(digit).collect();
    let bytes = digits.chunks(4).flat_map(|group| {
        let bits =
            group.iter().enumerate().fold(0, |bits, (at, digit)| bits | digit << (18 - 6 * at));
        let [_, a, b, c] = bits.to_be_bytes();
        [a, b, c].into_iter().take(group.len() - 1)
    });
    bytes.collect()
}
