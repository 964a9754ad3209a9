"""Makes two tiny tokenizers and encodes prompts and answers with them as TRL's DPOTrainer does.

Versions: Python 3.11+, transformers 5.23.0, tokenizers as it brings, trl 1.16.0.
Run from this folder: python tokenizers_and_seams.py [SmolLM2 folder]
Writes ../resources/golden/text/{bytelevel,metaspace,prepend}/ and seams.json; with the folder also smollm2.json.
"""

import json
import pathlib
import sys

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer
from trl.data_utils import common_prefix_length

OUT = pathlib.Path(__file__).parent.parent / "resources" / "golden" / "text"

CORPUS = [
    "The sky is blue because air scatters blue light more than red light.",
    "Why is the sky blue? Tell me in one sentence.",
    "user assistant system Hello, how are you today? Fine, thank you.\n\nNew line\n new line",
    "one two three four five six seven eight nine ten 1 2 3 4 5 6 7 8 9 10",
    "Write a response that answers the question. ### Response: ### Instruction:",
    "int main() { return 0; } {% if x %} {{ y }}",
    "Ångström naïve café 日本語 😀",
] * 4

CHATML = "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
INST = "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'user' %}{{ '[INST] ' + m['content'] + ' [/INST]' }}{% elif m['role'] == 'assistant' %}{{ ' ' + m['content'] + eos_token }}{% else %}{{ raise_exception('Only user and assistant turns are supported') }}{% endif %}{% endfor %}"
BARE = "{% for m in messages %}{{ m['role'] + ': ' + m['content'] + '\n' }}{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}"


def save(name, tokenizer, config, template):
    folder = OUT / name
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "chat_template.jinja").write_text(template)


def byte_level():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=520, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    # A file may ask for truncation and padding: both are to be ignored.
    tokenizer.enable_truncation(4)
    tokenizer.enable_padding(length=9, pad_token="<|endoftext|>", pad_id=0)
    config = {"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<|im_start|>", "eos_token": "<|im_end|>"}
    save("bytelevel", tokenizer, config, CHATML)


def sentence_piece(name, metaspace, template):
    specials = ["<unk>", "<s>", "</s>"]
    bytes_ = [f"<0x{b:02X}>" for b in range(256)]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    if metaspace:
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="first", split=False)
        tokenizer.decoder = decoders.Sequence(
            [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
        )
    else:
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        tokenizer.decoder = decoders.Sequence(
            [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
        )
    trainer = trainers.BpeTrainer(vocab_size=480, special_tokens=specials + bytes_, show_progress=False, max_token_length=8)
    tokenizer.train_from_iterator([t for t in CORPUS if t.isascii()], trainer)
    # The byte tokens are ordinary tokens of the vocabulary, not special ones.
    state = json.loads(tokenizer.to_str())
    state["added_tokens"] = [t for t in state["added_tokens"] if t["content"] in specials]
    tokenizer = Tokenizer.from_str(json.dumps(state))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))]
    )
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": {"__type": "AddedToken", "content": "<s>", "special": True},
        "eos_token": {"__type": "AddedToken", "content": "</s>", "special": True},
        "unk_token": "<unk>",
    }
    save(name, tokenizer, config, template)


GROUPS = [
    ["Why is the sky blue?", ["Because air scatters blue light.", "It is not.", "Blue."]],
    ["Why?", [" because", "because", "  two spaces"]],
    ["Why?", ["\nbecause", "because"]],
    ["Why?", ["\n\nNew", "\nNew", "New"]],
    ["a ", [" b", "b", "\tc"]],
    ["The sky is", [" blue", "blue", ".", ""]],
    ["The s", ["ky is blue", "un"]],
    ["ends with newline\n", ["\nnext", " next", "next"]],
    ["naïve 日本語 😀", ["😀 café", "日", " é"]],
    ["{% if x %}{{ y }}", ["{{ z }}", "{# no #}", "<|im_end|>", "</s>"]],
    ["", ["nothing before", " nothing before"]],
    ["x", ["done</s>", "done<|im_end|>", "done"]],
    ["same", ["same", "same", "sam"]],
]


def trl_pair(prompt, first, second):
    """The rule of DPOTrainer._prepare_dataset for two answers."""
    cut = min(common_prefix_length(prompt, first), common_prefix_length(prompt, second))
    return cut


def encode(tokenizer, prompt, answers, chat):
    def ids(text, special):
        return tokenizer(text, add_special_tokens=special)["input_ids"]

    if chat:
        messages = [{"role": "user", "content": prompt}]

        def render(turns, generate):
            return tokenizer.apply_chat_template(turns, add_generation_prompt=generate, tokenize=True, return_dict=True)["input_ids"]

        front = render(messages, True)
        full = [render(messages + [{"role": "assistant", "content": a}], False) for a in answers]
    else:
        eos = tokenizer.eos_token
        front = ids(prompt, True)
        full = [ids(prompt + a + ("" if a.endswith(eos) else eos), True) for a in answers]
    pairs = [trl_pair(front, full[0], f) for f in full]
    return {"prompt_ids": front, "full": full, "pair_cut_with_first": pairs}


def main():
    byte_level()
    sentence_piece("metaspace", True, INST)
    sentence_piece("prepend", False, BARE)
    cases = []
    for name in ("bytelevel", "metaspace", "prepend"):
        tokenizer = AutoTokenizer.from_pretrained(OUT / name)
        tokenizer.backend_tokenizer.no_truncation()
        tokenizer.backend_tokenizer.no_padding()
        for prompt, answers in GROUPS:
            for chat in (False, True):
                case = {"tokenizer": name, "chat": chat, "prompt": prompt, "answers": answers}
                case.update(encode(tokenizer, prompt, answers, chat))
                case["decoded"] = [tokenizer.decode(f, skip_special_tokens=True) for f in case["full"]]
                cases.append(case)
    (OUT / "seams.json").write_text(json.dumps(cases) + "\n")
    if len(sys.argv) > 1:
        tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
        cases = []
        for prompt, answers in GROUPS:
            for chat in (False, True):
                case = {"chat": chat, "prompt": prompt, "answers": answers}
                case.update(encode(tokenizer, prompt, answers, chat))
                cases.append(case)
        (OUT / "smollm2.json").write_text(json.dumps(cases) + "\n")


main()
