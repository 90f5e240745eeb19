// Signs one token per algorithm with Node's own cryptography (OpenSSL), so that ours is held against another hand.
// `node capture.mjs > captured.json` makes new keys and new tokens; nothing else has to change.
import { constants, createHmac, generateKeyPairSync, sign } from "node:crypto";

const claims = { iss: "https://issuer.example", aud: ["api", "other"], sub: "auth0|123", iat: 1700000000, exp: 1800000000 };
const secret = "a shared secret of captured tokens, long enough for SHA-512 as well";

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const signed = (alg, signature) => {
  const message = `${encoded({ alg, typ: "JWT" })}.${encoded(claims)}`;
  return `${message}.${signature(Buffer.from(message)).toString("base64url")}`;
};
const pem = (pair, older) => ({
  private_key: pair.privateKey.export({ type: "pkcs8", format: "pem" }),
  private_key_older: pair.privateKey.export({ type: older, format: "pem" }),
  public_key: pair.publicKey.export({ type: "spki", format: "pem" }),
});
const curve = (namedCurve) => generateKeyPairSync("ec", { namedCurve });

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const small = generateKeyPairSync("rsa", { modulusLength: 1024 });
const curves = { 256: curve("P-256"), 384: curve("P-384"), 512: curve("P-521") };

const tokens = {};
for (const size of [256, 384, 512]) {
  const hash = `sha${size}`;
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  tokens[`HS${size}`] = signed(`HS${size}`, (message) => createHmac(hash, secret).update(message).digest());
  tokens[`RS${size}`] = signed(`RS${size}`, (message) => sign(hash, message, rsa.privateKey));
  tokens[`PS${size}`] = signed(`PS${size}`, (message) => sign(hash, message, { key: rsa.privateKey, padding, saltLength }));
  tokens[`ES${size}`] = signed(`ES${size}`, (message) =>
    sign(hash, message, { key: curves[size].privateKey, dsaEncoding: "ieee-p1363" }));
}
const keys = {
  RSA: { ...pem(rsa, "pkcs1"), public_key_older: rsa.publicKey.export({ type: "pkcs1", format: "pem" }) },
  SMALL: pem(small, "pkcs1"),
  ENCRYPTED: {
    private_key: rsa.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }),
  },
  ES256: pem(curves[256], "sec1"),
  ES384: pem(curves[384], "sec1"),
  ES512: pem(curves[512], "sec1"),
};
console.log(JSON.stringify({ secret, claims, keys, tokens }, null, 2));
