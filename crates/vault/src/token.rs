//! An access token, what came with it, and when it is time for the next one.

use std::{fmt, time::Duration};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use catalog::{Lifetime, Oauth, TimeUnit};
use model::UnixMillis;
use serde_json::{Map, Value, json};

use crate::secret_json::SecretJson;

/// Never renew earlier than this before expiry, unless the token lives shorter than twice as long.
const MARGIN_AT_LEAST: Duration = Duration::from_mins(1);
/// Never renew earlier than this before expiry at all.
const MARGIN_AT_MOST: Duration = Duration::from_mins(5);
/// A refusal sooner than this is not the end of a token's life: it is about something else.
const LEARN_AT_LEAST: Duration = Duration::from_mins(5);

/// What a token endpoint answered, with the times we need to judge it.
pub(crate) struct Token {
    /// The endpoint's whole answer; `access_token` is a string in it.
    answer: SecretJson,
    /// When the request for it was sent: lifetimes count from here, not from when the answer came.
    pub(crate) asked_at: UnixMillis,
    /// How long it lives; `None` when nobody said.
    pub(crate) lives: Option<Duration>,
    /// How long such tokens were seen to live, where nobody says.
    learned: Option<Duration>,
    /// How long before its end it is renewed, where the catalogue says so.
    margin: Option<Duration>,
}

impl Token {
    /// Takes an endpoint's answer; `None` when it holds no `access_token` text.
    pub(crate) fn from_answer(answer: Value, asked_at: UnixMillis, default_life: Option<Duration>) -> Option<Self> {
        let lives = life(&answer["expires_in"], TimeUnit::Seconds).or(default_life);
        Self::living(answer, asked_at, lives)
    }

    /// The same for a grant whose service has its own ways of telling a lifetime.
    pub(crate) fn granted(answer: Value, asked_at: UnixMillis, oauth: &Oauth) -> Option<Self> {
        let lives = match number(&answer["expires_in"]) {
            // Some services say so that it never ends.
            Some(0.0) => None,
            Some(_) => life(&answer["expires_in"], oauth.unit),
            None => own_life(&answer["access_token"], asked_at).or(match oauth.when_missing {
                Lifetime::Seconds(seconds) => Some(Duration::from_secs(seconds)),
                Lifetime::Never => None,
            }),
        };
        let margin = oauth.margin.map(Duration::from_secs);
        Self::living(answer, asked_at, lives).map(|token| Self { margin, ..token })
    }

    fn living(answer: Value, asked_at: UnixMillis, lives: Option<Duration>) -> Option<Self> {
        let answer = SecretJson::new(answer);
        let usable = answer.value()["access_token"].as_str().is_some_and(|token| !token.is_empty());
        usable.then_some(Self { answer, asked_at, lives, learned: None, margin: None })
    }

    /// The token that takes the place of `previous`: what an answer leaves out is still true.
    #[must_use]
    pub(crate) fn succeeding(self, previous: &Self) -> Self {
        let mut merged = previous.value().as_object().cloned().unwrap_or_else(Map::new);
        merged.remove("expires_in");
        merged.extend(self.value().as_object().cloned().unwrap_or_else(Map::new));
        let learned = previous.learned;
        Self { answer: SecretJson::new(Value::Object(merged)), lives: self.lives.or(learned), learned, ..self }
    }

    /// The same token, knowing that one of its kind was refused at `now`, when nobody had said how long it lives.
    #[must_use]
    pub(crate) fn learning_from(mut self, refused: &Self, now: UnixMillis) -> Self {
        let lived = now.since(refused.asked_at);
        if self.lives.is_none() && lived >= LEARN_AT_LEAST {
            self.learned = Some(self.learned.map_or(lived, |learned| learned.min(lived)));
            self.lives = self.learned;
        }
        self
    }

    /// Reads back what [`Token::to_stored`] wrote.
    pub(crate) fn from_stored(bytes: &[u8]) -> Option<Self> {
        let stored = SecretJson::from_bytes(bytes)?;
        let asked_at = UnixMillis(stored.value()["asked_at"].as_i64()?);
        let span = |name: &str| stored.value()[name].as_u64().map(Duration::from_millis);
        let answer = SecretJson::new(stored.value()["answer"].clone());
        let (lives, learned, margin) = (span("lives_ms"), span("learned_ms"), span("margin_ms"));
        Some(Self { answer, asked_at, lives, learned, margin })
    }

    /// The bytes that are sealed.
    pub(crate) fn to_stored(&self) -> zeroize::Zeroizing<Vec<u8>> {
        let millis = |span: Option<Duration>| span.map(|span| u64::try_from(span.as_millis()).unwrap_or(u64::MAX));
        let stored = SecretJson::new(json!({
            "answer": self.answer.value(), "asked_at": self.asked_at.0,
            "lives_ms": millis(self.lives), "learned_ms": millis(self.learned), "margin_ms": millis(self.margin),
        }));
        zeroize::Zeroizing::new(stored.value().to_string().into_bytes())
    }

    /// What `{{token.…}}` reads in a catalogue file.
    pub(crate) fn value(&self) -> &Value {
        self.answer.value()
    }

    /// What buys the next one, if the service gave anything.
    pub(crate) fn refresh_token(&self) -> Option<&str> {
        self.value()["refresh_token"].as_str().filter(|token| !token.is_empty())
    }

    /// The scopes granted, parted by single spaces; `None` when the service did not say.
    pub(crate) fn scopes(&self) -> Option<String> {
        let said = match &self.value()["scope"] {
            Value::String(said) => said.split([' ', ',']).filter(|scope| !scope.is_empty()).collect::<Vec<_>>(),
            Value::Array(said) => said.iter().filter_map(Value::as_str).collect(),
            _ => return None,
        };
        Some(said.join(" "))
    }

    /// Its secret parts, to be taken out of answers and records.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        ["access_token", "refresh_token", "id_token"].into_iter().filter_map(|key| self.answer.value()[key].as_str())
    }

    /// When it ends; `None` when nobody said.
    pub(crate) fn expires_at(&self) -> Option<UnixMillis> {
        self.lives.map(|life| self.asked_at.plus(life))
    }

    pub(crate) fn is_expired(&self, now: UnixMillis) -> bool {
        self.expires_at().is_some_and(|end| now >= end)
    }

    /// Whether a new one should be fetched before this one is used again.
    pub(crate) fn is_due(&self, now: UnixMillis) -> bool {
        self.due_at().is_some_and(|due| now >= due)
    }

    /// When a new one should be fetched before this one is used again.
    pub(crate) fn due_at(&self) -> Option<UnixMillis> {
        self.lives.zip(self.margin()).map(|(life, margin)| self.asked_at.plus(life - margin))
    }

    /// How long before its end a new one should be fetched: a tenth of its life, within one to five minutes, unless the
    /// catalogue says otherwise, and never more than half of it.
    pub(crate) fn margin(&self) -> Option<Duration> {
        let life = self.lives?;
        let usual = (life / 10).clamp(MARGIN_AT_LEAST, MARGIN_AT_MOST);
        Some(self.margin.unwrap_or(usual).min(life / 2))
    }
}

/// `expires_in` as services write it: a number or its text. A year at most, so that sums cannot overflow.
fn life(value: &Value, unit: TimeUnit) -> Option<Duration> {
    const YEAR: f64 = 365.0 * 86_400.0;
    let seconds = match unit {
        TimeUnit::Seconds => number(value)?,
        TimeUnit::Milliseconds => number(value)? / 1000.0,
    };
    (seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(YEAR)))
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number| number.is_finite())
}

/// How long a token that is a JWT says it lives itself.
fn own_life(token: &Value, asked_at: UnixMillis) -> Option<Duration> {
    let claims = token.as_str()?.split('.').nth(1)?;
    let claims = SecretJson::from_bytes(&BASE64_URL_SAFE_NO_PAD.decode(claims).ok()?)?;
    let ends_at = UnixMillis(claims.value()["exp"].as_i64()?.checked_mul(1000)?);
    (ends_at > asked_at).then(|| ends_at.since(asked_at))
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[token asked for at {}, lives {:?}]", self.asked_at, self.lives)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(expires_in: Value) -> Token {
        Token::from_answer(json!({"access_token": "t", "expires_in": expires_in}), UnixMillis(0), None).unwrap()
    }

    #[test]
    fn a_token_is_due_a_tenth_of_its_life_before_expiry_but_at_most_five_minutes() {
        let day = token(json!(86_400));
        assert!(!day.is_due(UnixMillis((86_400 - 301) * 1000)));
        assert!(day.is_due(UnixMillis((86_400 - 300) * 1000)));
        assert!(!day.is_expired(UnixMillis(86_399_000)) && day.is_expired(UnixMillis(86_400_000)));
    }

    #[test]
    fn a_short_lived_token_is_due_at_half_its_life() {
        let short = token(json!("60"));
        assert!(!short.is_due(UnixMillis(29_999)) && short.is_due(UnixMillis(30_000)));
    }

    #[test]
    fn a_token_of_unknown_life_is_never_due() {
        assert!(!token(Value::Null).is_due(UnixMillis(i64::MAX)));
    }

    #[test]
    fn an_answer_without_a_token_is_none() {
        for answer in [json!({}), json!({"access_token": ""}), json!({"access_token": 5}), json!([])] {
            assert!(Token::from_answer(answer, UnixMillis(0), None).is_none());
        }
    }

    #[test]
    fn a_stored_token_comes_back_whole() {
        let before = token(json!(60));
        let after = Token::from_stored(&before.to_stored()).unwrap();
        assert_eq!((after.value(), after.asked_at, after.lives), (before.value(), before.asked_at, before.lives));
    }

    #[test]
    fn printing_a_token_shows_none_of_it() {
        let token = Token::from_answer(json!({"access_token": "hunter22"}), UnixMillis(0), None).unwrap();
        assert!(!format!("{token:?}").contains("hunter22"));
    }

    fn hubspot() -> Oauth {
        let catalog = catalog::Catalog::builtin();
        catalog.integration("HUBSPOT").unwrap().setups["OAUTH_CODE"].oauth.clone().unwrap()
    }

    fn lives(answer: Value, oauth: &Oauth) -> Option<u64> {
        Token::granted(answer, UnixMillis(0), oauth).unwrap().lives.map(|life| life.as_secs())
    }

    #[test]
    fn a_lifetime_is_read_as_the_catalogue_says() {
        let millis = Oauth { unit: TimeUnit::Milliseconds, ..hubspot() };
        assert_eq!(lives(json!({"access_token": "a", "expires_in": 60_000}), &millis), Some(60));
        assert_eq!(lives(json!({"access_token": "a", "expires_in": "60"}), &hubspot()), Some(60));
        assert_eq!(
            lives(json!({"access_token": "a", "expires_in": 0}), &hubspot()),
            None,
            "0 means that it never ends"
        );
        assert_eq!(lives(json!({"access_token": "a"}), &hubspot()), Some(1800), "the catalogue knows");
        let unknown = Oauth { when_missing: Lifetime::Never, ..hubspot() };
        assert_eq!(lives(json!({"access_token": "a"}), &unknown), None);
    }

    #[test]
    fn the_catalogue_may_say_when_a_token_is_due() {
        let oauth = |margin| Oauth { margin: Some(margin), ..hubspot() };
        let due =
            |margin| Token::granted(json!({"access_token": "a"}), UnixMillis(0), &oauth(margin)).unwrap().due_at();
        assert_eq!(
            (due(900), due(600), due(9999)),
            (Some(UnixMillis(900_000)), Some(UnixMillis(1_200_000)), Some(UnixMillis(900_000)))
        );
    }

    #[test]
    fn a_token_that_is_a_jwt_says_itself_how_long_it_lives() {
        let claims = BASE64_URL_SAFE_NO_PAD.encode(r#"{"exp": 77}"#);
        let answer = json!({"access_token": format!("header.{claims}.signature")});
        assert_eq!(lives(answer, &hubspot()), Some(77));
    }

    #[test]
    fn what_an_answer_leaves_out_is_still_true() {
        let first = json!({"access_token": "1", "refresh_token": "r1", "expires_in": 60, "hub_id": 7});
        let first = Token::granted(first, UnixMillis(0), &hubspot()).unwrap();
        let second = Token::granted(json!({"access_token": "2", "expires_in": 30}), UnixMillis(9), &hubspot()).unwrap();
        let second = second.succeeding(&first);
        assert_eq!(second.refresh_token(), Some("r1"));
        assert_eq!(second.value(), &json!({"access_token": "2", "refresh_token": "r1", "expires_in": 30, "hub_id": 7}));
        assert_eq!(second.expires_at(), Some(UnixMillis(30_009)));
    }

    #[test]
    fn a_life_that_nobody_told_is_learned_from_the_refusal_and_kept() {
        let oauth = Oauth { when_missing: Lifetime::Never, ..hubspot() };
        let token = |at| Token::granted(json!({"access_token": "a"}), UnixMillis(at), &oauth).unwrap();
        let refused_at = UnixMillis(7_200_000);
        let second = token(7_200_000).succeeding(&token(0)).learning_from(&token(0), refused_at);
        assert_eq!(second.lives, Some(Duration::from_hours(2)));
        let third = token(14_000_000).succeeding(&Token::from_stored(&second.to_stored()).unwrap());
        assert_eq!(third.lives, Some(Duration::from_hours(2)));
    }

    #[test]
    fn a_refusal_after_a_minute_teaches_nothing() {
        let oauth = Oauth { when_missing: Lifetime::Never, ..hubspot() };
        let token = || Token::granted(json!({"access_token": "a"}), UnixMillis(0), &oauth).unwrap();
        assert_eq!(token().learning_from(&token(), UnixMillis(60_000)).lives, None);
    }
}
