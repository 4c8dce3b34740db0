"""Writes a Whisper model of random numbers, half a megabyte, so that the real loading code can be run without weights.

What it hears means nothing. Needs the packages that come with faster-whisper.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

WIDTH, INNER, MELS = 16, 32, 80
SPECIAL = [
    "<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|es|>", "<|translate|>", "<|transcribe|>",
    "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>",
]  # fmt: skip
EVERY_LANGUAGE = ""  # a token that only multilingual models have, by which CTranslate2 knows them
TIMES = [f"<|{tick * 0.02:.2f}|>" for tick in range(1501)]


def write(folder: Path, *, multilingual: bool = True) -> Path:
    """Write the model's files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    letters = sorted(import_module("tokenizers").pre_tokenizers.ByteLevel.alphabet())
    _write_tokenizer(folder / "tokenizer.json", letters)
    _write_model(folder, [*letters, *SPECIAL, *TIMES, *([EVERY_LANGUAGE] if multilingual else [])])
    return folder


def _write_tokenizer(path: Path, letters: list[str]) -> None:
    tokenizers = import_module("tokenizers")
    numbers = {letter: number for number, letter in enumerate(letters)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(numbers, []))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.add_tokens(TIMES)
    tokenizer.save(str(path))


def _write_model(folder: Path, tokens: list[str]) -> None:
    spec = import_module("ctranslate2.specs.whisper_spec").WhisperSpec(1, 2, 1, 2)
    numpy = import_module("numpy")
    numbers = numpy.random.default_rng(7)

    def matrix(layer: Any, *shape: int) -> None:
        layer.weight = numbers.normal(0, 0.3, shape).astype("float32")
        if hasattr(layer, "bias"):
            layer.bias = numpy.zeros(shape[0], "float32")

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = numpy.ones(WIDTH, "float32"), numpy.zeros(WIDTH, "float32")

    def attention(layer: Any, *heights: int) -> None:
        norm(layer.layer_norm)
        for part, height in zip(layer.linear, heights, strict=True):
            matrix(part, height, WIDTH)

    def block(layer: Any) -> None:
        attention(layer.self_attention, 3 * WIDTH, WIDTH)
        norm(layer.ffn.layer_norm)
        matrix(layer.ffn.linear_0, INNER, WIDTH)
        matrix(layer.ffn.linear_1, WIDTH, INNER)

    matrix(spec.encoder.conv1, WIDTH, MELS, 3)
    matrix(spec.encoder.conv2, WIDTH, WIDTH, 3)
    for half, places in ((spec.encoder, 1500), (spec.decoder, 448)):
        half.position_encodings.encodings = numbers.normal(0, 0.3, (places, WIDTH)).astype("float32")
        norm(half.layer_norm)
        block(half.layer[0])
    attention(spec.decoder.layer[0].attention, WIDTH, 2 * WIDTH, WIDTH)
    matrix(spec.decoder.embeddings, len(tokens), WIDTH)
    matrix(spec.decoder.projection, len(tokens), WIDTH)
    spec.register_vocabulary(tokens)
    spec.config.alignment_heads = [(0, 0), (0, 1)]
    spec.config.suppress_ids, spec.config.suppress_ids_begin, spec.config.lang_ids = [], [], []
    spec.validate()
    spec.optimize(quantization=None)
    spec.save(str(folder))
