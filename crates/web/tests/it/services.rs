//! Describing a service: what is typed is kept, what is wrong is said, and nobody's change is lost.

use crate::browser::Browser;

const CT: &str = "name=CT+imaging&site=KGH&site_name=Kingsmere&needs=2%2F3%3AT01%23diagnostic&bears=480&fallback=paper&lasts=72";

#[test]
fn a_service_is_described_changed_and_never_overwritten_unseen() {
    let browser = Browser::open("services");
    assert_eq!(browser.get("/services").heading(), "No clinical service is described yet");
    let refused = browser.post("/services/new", "code=X&name=%3Cb%3ECT&site=KGH&needs=two+scanners&bears=soon");
    assert_eq!(refused.status, 400);
    for words in [
        "3 things to correct",
        "“two scanners” was not understood",
        "value=\"two scanners\"",
        "&#60;b&#62;CT",
    ] {
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
    }
    assert_eq!(browser.post("/services/new", &format!("code=S01&{CT}")).location, "/services/S01");
    assert_eq!(
        browser.post("/services/new", &format!("code=S01&{CT}")).status,
        400,
        "the code is taken"
    );
    let page = browser.get("/services/S01");
    assert_eq!(page.heading(), "CT imaging: the register counts no device in T01@KGH#diagnostic");

    let form = browser.get("/services/S01/edit");
    let opened_on = form
        .body
        .split("opened_on\" value=\"")
        .nth(1)
        .and_then(|r| r.split('"').next())
        .expect("a step of the test");
    let change = |name: &str| format!("name={name}&site=KGH&needs=SYS-PACS&opened_on={opened_on}");
    assert_eq!(browser.post("/services/S01/edit", &change("One")).status, 303);
    let second = browser.post("/services/S01/edit", &change("Two"));
    assert_eq!(second.status, 400);
    assert!(second.body.contains("somebody changed this service"));
    assert!(browser.get("/services/S01").heading().starts_with("One:"));
    assert_eq!(browser.get("/services/S99/edit").status, 404);
}
