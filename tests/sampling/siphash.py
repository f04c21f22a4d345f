"""SipHash-2-4 and splitmix64's finaliser, written from their definitions."""

import hashlib

WORD = 2**64


def rotated(x, bits):
    return ((x << bits) | (x >> (64 - bits))) % WORD


def sip_round(a, b, c, d):
    a, c = (a + b) % WORD, (c + d) % WORD
    b, d = rotated(b, 13) ^ a, rotated(d, 16) ^ c
    a = rotated(a, 32)
    c, a = (c + b) % WORD, (a + d) % WORD
    b, d = rotated(b, 17) ^ c, rotated(d, 21) ^ a
    return a, b, rotated(c, 32), d


def siphash(message, key):
    k0, k1 = (int.from_bytes(key[i : i + 8], "little") for i in (0, 8))
    state = (
        k0 ^ 0x736F6D6570736575,
        k1 ^ 0x646F72616E646F6D,
        k0 ^ 0x6C7967656E657261,
        k1 ^ 0x7465646279746573,
    )
    padded = message + bytes(-(len(message) + 1) % 8) + bytes([len(message) % 256])
    for i in range(0, len(padded), 8):
        word = int.from_bytes(padded[i : i + 8], "little")
        state = (*state[:3], state[3] ^ word)
        state = sip_round(*sip_round(*state))
        state = (state[0] ^ word, *state[1:])
    state = (*state[:2], state[2] ^ 0xFF, state[3])
    for _ in range(4):
        state = sip_round(*state)
    return state[0] ^ state[1] ^ state[2] ^ state[3]


def finalised(x):
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) % WORD
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) % WORD
    return x ^ (x >> 31)


def independent(text, seed):
    key = hashlib.sha256(seed.encode()).hexdigest()[:16].encode()
    return finalised(siphash(text.encode(), key))
