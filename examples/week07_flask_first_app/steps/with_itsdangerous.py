"""ItsDangerous: data that others may read but not change."""

from itsdangerous import BadSignature, URLSafeSerializer

signer = URLSafeSerializer("a key that nobody knows")
text = signer.dumps({"user": "ada"})
print(text)
print(signer.loads(text))
try:
    signer.loads(text.replace(text[5], "x", 1))
except BadSignature as error:
    print(f"BadSignature: {error}")
