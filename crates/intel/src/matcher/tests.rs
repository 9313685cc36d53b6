use super::*;

#[test]
fn nothing_loaded_says_nothing() {
    let corpus = Corpus::new(Vec::new());
    let config = Configuration {
        manufacturer: "Philips".into(),
        model: "IntelliVue MX450".into(),
        ..Configuration::default()
    };
    assert!(corpus.judge(&config).is_empty());
    assert_eq!(corpus.advisories().len(), 0);
    assert_eq!(corpus.judge_advisory(3, &[config]), vec![Vec::new()]);
}
