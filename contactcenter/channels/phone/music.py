"""What those who wait hear: some bars made by arithmetic, so that nobody's licence is needed."""

from __future__ import annotations

import io
import math
import struct
import wave
from functools import cache

RATE_HZ = 8_000
"""A telephone's: more would not be heard."""
BEAT_S = 0.5
LOUDEST = 6_000
"""Of 32,767: whoever waits may be holding it to their ear."""
BARS: tuple[tuple[float, ...], ...] = (
    # G · Em · C · D as slow arpeggios, in Hz (equal temperament on A = 440).
    (196.00, 246.94, 293.66, 392.00, 293.66, 246.94), (164.81, 196.00, 246.94, 329.63, 246.94, 196.00),
    (130.81, 196.00, 261.63, 329.63, 261.63, 196.00), (146.83, 220.00, 293.66, 369.99, 293.66, 220.00),
)


@cache
def wait_wav() -> bytes:
    """Twelve seconds as a WAV file, 16 bit, mono; about 190 kB."""
    samples = [0.0] * int(RATE_HZ * BEAT_S * sum(map(len, BARS)))
    start = 0
    for tone in (tone for bar in BARS for tone in bar):
        for place in range(min(int(RATE_HZ * BEAT_S * 2), len(samples) - start)):
            at = place / RATE_HZ
            fades = math.exp(-2.5 * at) * min(1.0, at * 80)
            samples[start + place] += fades * (
                math.sin(2 * math.pi * tone * at) + 0.3 * math.sin(4 * math.pi * tone * at)
            )
        start += int(RATE_HZ * BEAT_S)
    most = max(map(abs, samples))
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(struct.pack(f"<{len(samples)}h", *(int(LOUDEST * one / most) for one in samples)))
    return file.getvalue()
