"""Which ids transformers gives to tokens that tokenizer.json lacks and the files beside it name.

Needs transformers==5.23.0 and tokenizers==0.23.3. Run in this folder:
    python added_tokens.py ../resources/golden/text/added_tokens.json
"""
import json, sys, tempfile, pathlib
import transformers
from transformers import PreTrainedTokenizerFast

CHARS = list("abcdefghijklmnopqrstuvwxyz<>|/_[]") + ["Ġ", "ð", "Ł", "ĺ", "Ģ"]
VOCAB = {c: i for i, c in enumerate(CHARS)}
VOCAB["<known>"] = len(VOCAB)
TOKENIZER = {
    "version": "1.0", "truncation": None, "padding": None,
    "added_tokens": [],
    "normalizer": None,
    "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
    "post_processor": None,
    "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
    "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
              "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
              "vocab": VOCAB, "merges": []},
}
def token(content, special=False, **more):
    return {"content": content, "single_word": False, "lstrip": False, "rstrip": False,
            "normalized": not special, "special": special, **more}
LISTED = dict(TOKENIZER, added_tokens=[{"id": len(VOCAB), **token("<listed>", True)}])
CASES = [
    ("decoder", TOKENIZER, {"tokenizer_config.json": {"added_tokens_decoder": {
        "45": token("<b>"), "44": token("<a>", True), "43": token("<known>", True)}}}),
    ("decoder beside listed ones", LISTED, {"tokenizer_config.json": {"added_tokens_decoder": {
        "7": token("<x>"), "39": token("<listed>", True)}, "eos_token": "<end>"}}),
    ("added_tokens.json", TOKENIZER, {"tokenizer_config.json": {}, "added_tokens.json": {"<two>": 41, "<one>": 40}}),
    ("special_tokens_map.json", TOKENIZER, {"tokenizer_config.json": {}, "special_tokens_map.json": {
        "bos_token": token("<s>"), "pad_token": "<pad>", "additional_special_tokens": ["<u>", "<v>"]}}),
    ("map beside a decoder is not read", TOKENIZER, {"tokenizer_config.json": {"added_tokens_decoder": {
        "44": token("<a>")}}, "special_tokens_map.json": {"pad_token": "<pad>"}}),
    ("additional", TOKENIZER, {"tokenizer_config.json": {"additional_special_tokens": ["<u>", "<known>"], "eos_token": "<e>"}}),
    ("extra", TOKENIZER, {"tokenizer_config.json": {"extra_special_tokens": ["<w>"], "image_token": "<image>"}}),
    ("extra by name", TOKENIZER, {"tokenizer_config.json": {"extra_special_tokens": {"boi_token": "<boi>"}}}),
    ("strips", TOKENIZER, {"tokenizer_config.json": {"added_tokens_decoder": {"44": token("<mask>", True, lstrip=True)}}}),
]
TEXT = "x <a><b> <known><listed> y <x><end><one><two> <s><pad><u><v><w><image><boi><e> <mask> z"
out = []
for name, tokenizer, files in CASES:
    with tempfile.TemporaryDirectory() as d:
        p = pathlib.Path(d)
        (p / "tokenizer.json").write_text(json.dumps(tokenizer))
        for file, content in files.items():
            content = dict(content)
            if file == "tokenizer_config.json":
                content["tokenizer_class"] = "PreTrainedTokenizerFast"
            (p / file).write_text(json.dumps(content))
        t = PreTrainedTokenizerFast.from_pretrained(d)
        ids = t(TEXT, add_special_tokens=False)["input_ids"]
        out.append({"name": name, "tokenizer": tokenizer, "files": files, "ids": ids,
                    "decoded": t.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)})
pathlib.Path(sys.argv[1]).write_text(json.dumps(
    {"transformers": transformers.__version__, "text": TEXT, "cases": out}, indent=1) + "\n")
