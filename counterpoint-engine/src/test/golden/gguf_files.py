"""Makes tiny GGUF files with gguf-py, what gguf-py reads in blocks, and what transformers reads in the files.

Python 3.11, torch 2.10.0, transformers 5.23.0, tokenizers 0.23.3, gguf 0.19.0. Run in this folder:
    python gguf_files.py ../resources/golden/gguf

blocks.json: blocks of every type in hex, and the fp32 bits they stand for; rows of numbers, and their blocks in Q8_0 and
Q4_0. NAME.gguf: a model; NAME.json: log-probabilities of a fixed sequence, and token ids of texts. The ids of `smollm`
are of the tokenizer that the name means, with every digit for itself, which transformers leaves out; those of
`llama-spm` with a space before every text, also before one that begins with a space, as SentencePiece and llama.cpp do.
"""
import json, pathlib, sys, tempfile
import numpy as np, torch, gguf
from gguf import GGMLQuantizationType as T
from gguf.quants import quantize, dequantize
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
from tokenizers import normalizers, pre_tokenizers
from transformers.convert_slow_tokenizer import bytes_to_unicode

OUT = pathlib.Path(sys.argv[1]); OUT.mkdir(parents=True, exist_ok=True)
random = np.random.default_rng(5)
TEXTS = ["Hello world", "the cat  sat on 1234 mats", " lead", "  two\n\n\tthree 12  3", "It's we'LL", "naïve ½ 東京 🙂",
         "<|im_start|>user\nhi<|im_end|>", "", " ", "a<x>b", "The the THE"]

def blocks():
    out = {"decode": [], "encode": []}
    for t in (T.F32, T.F16, T.BF16, T.Q8_0, T.Q4_0, T.Q4_1, T.Q5_0, T.Q5_1, T.Q4_K, T.Q5_K, T.Q6_K):
        size, width = gguf.GGML_QUANT_SIZES[t]
        raw = random.integers(0, 256, (3, width), dtype=np.uint8)
        scales = {T.Q8_0: [0], T.Q4_0: [0], T.Q4_1: [0, 2], T.Q5_0: [0], T.Q5_1: [0, 2], T.Q4_K: [0, 2],
                  T.Q5_K: [0, 2], T.Q6_K: [208]}.get(t, [])
        if t in (T.F32, T.F16, T.BF16):
            raw = quantize(random.normal(size=(3, 1)).astype(np.float32), t).view(np.uint8)
        for at in scales:
            raw[:, at:at + 2] = random.normal(size=(3, 1)).astype(np.float16).view(np.uint8)
        numbers = dequantize(raw, t)
        out["decode"].append({"type": t.name, "blocks": raw.tobytes().hex(),
                              "bits": np.ascontiguousarray(numbers).astype(">f4").tobytes().hex()})
    rows = random.normal(size=(5, 64)).astype(np.float32) * np.array([[1], [1e-3], [40], [1e-7], [0]], dtype=np.float32)
    rows[2, :8] = [0.5, -0.5, 1.5, -1.5, 127, -127, 63.5, -63.5]
    for t in (T.F16, T.BF16, T.Q8_0, T.Q4_0):
        out["encode"].append({"type": t.name, "rows": rows.astype(">f4").tobytes().hex(),
                              "blocks": quantize(rows, t).tobytes().hex()})
    (OUT / "blocks.json").write_text(json.dumps(out, indent=1) + "\n")

def byte_level(w, pre):
    chars = list(bytes_to_unicode().values())
    merges = ["t h", "h e", "th e", "Ġ t", "Ġt he", "c a", "ca t", "Ġ cat", "l l", "e ll", "H ell", "o o", "Ġ Ġ", "Ċ Ċ"]
    tokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] + chars + [m.replace(" ", "") for m in merges] + ["<x>"]
    tokens = list(dict.fromkeys(tokens))
    types = [3] * 3 + [1] * (len(tokens) - 4) + [4]
    for i in range(2):
        tokens.append(f"[PAD{len(tokens)}]"); types.append(5)
    w.add_tokenizer_model("gpt2"); w.add_tokenizer_pre(pre)
    w.add_token_list(tokens); w.add_token_types(types); w.add_token_merges(merges)
    w.add_bos_token_id(1); w.add_eos_token_id(2); w.add_unk_token_id(0); w.add_pad_token_id(0); w.add_add_bos_token(False)
    w.add_chat_template("{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
                        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}")
    return len(tokens)

def sentence_piece(w):
    pieces = ["▁", "t", "h", "e", "c", "a", "s", "o", "n", "m", "H", "l", "w", "r", "d", "I", "'", "i", "v"]
    merged = ["th", "▁the", "▁t", "he", "ca", "cat", "▁cat", "at", "ll", "ell", "Hello", "▁Hell", "▁H", "ello", "▁▁", "on", "▁on"]
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)] + merged + pieces + ["<x>"]
    scores = [0.0] * 259 + [-float(i) for i in range(len(merged))] + [-1000.0 - i for i in range(len(pieces))] + [0.0]
    types = [2, 3, 3] + [6] * 256 + [1] * (len(merged) + len(pieces)) + [4]
    w.add_tokenizer_model("llama"); w.add_tokenizer_pre("default")
    w.add_token_list(tokens); w.add_token_scores(scores); w.add_token_types(types)
    w.add_bos_token_id(1); w.add_eos_token_id(2); w.add_unk_token_id(0); w.add_add_bos_token(True)
    return len(tokens)

def model(name, arch, tokenizer, types, hidden=32, heads=4, kv=2, dim=8, inner=64, layers=2, tied=True, bias=False, norms=False):
    path = OUT / f"{name}.gguf"
    w = gguf.GGUFWriter(path, arch)
    w.add_name(name); w.add_block_count(layers); w.add_context_length(128); w.add_embedding_length(hidden)
    w.add_feed_forward_length(inner); w.add_head_count(heads); w.add_head_count_kv(kv)
    w.add_layer_norm_rms_eps(1e-5); w.add_rope_freq_base(10000.0)
    if arch == "llama":
        w.add_rope_dimension_count(dim)
    if dim * heads != hidden:
        w.add_key_length(dim); w.add_value_length(dim)
    vocabulary = tokenizer(w)
    step = 0
    def add(key, *shape):
        nonlocal step
        numbers = (random.normal(size=shape) * (0.6 / np.sqrt(shape[-1]) if len(shape) > 1 else 0.1) + (len(shape) == 1 and "norm" in key)).astype(np.float32)
        t = types[step % len(types)] if len(shape) > 1 else T.F32
        step += len(shape) > 1
        if t == T.F32 and types[0] in (T.F16, T.BF16):
            numbers = dequantize(quantize(numbers.reshape(1, -1), types[0]), types[0]).reshape(shape)
        if t == T.F32:
            w.add_tensor(key, numbers)
        elif t == T.F16:
            w.add_tensor(key, numbers.astype(np.float16))
        else:
            w.add_tensor(key, quantize(numbers, t), raw_dtype=t)
    add("token_embd.weight", vocabulary, hidden)
    for i in range(layers):
        b = f"blk.{i}."
        add(b + "attn_norm.weight", hidden)
        for part, rows in (("q", heads * dim), ("k", kv * dim), ("v", kv * dim)):
            add(b + f"attn_{part}.weight", rows, hidden)
            if bias: add(b + f"attn_{part}.bias", rows)
            if norms and part != "v": add(b + f"attn_{part}_norm.weight", dim)
        add(b + "attn_output.weight", hidden, heads * dim)
        add(b + "ffn_norm.weight", hidden)
        add(b + "ffn_gate.weight", inner, hidden); add(b + "ffn_up.weight", inner, hidden); add(b + "ffn_down.weight", hidden, inner)
    add("output_norm.weight", hidden)
    if not tied: add("output.weight", vocabulary, hidden)
    w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()
    config = AutoConfig.from_pretrained(OUT, gguf_file=path.name)
    config.head_dim = dim  # transformers does not read it of qwen3
    m = AutoModelForCausalLM.from_pretrained(OUT, gguf_file=path.name, config=config, dtype=torch.float32).eval()
    t = AutoTokenizer.from_pretrained(OUT, gguf_file=path.name)
    if "smollm" in name:
        backend = t.backend_tokenizer
        backend.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True),
                                                         pre_tokenizers.ByteLevel(add_prefix_space=False)])
    if "spm" in name:
        t.backend_tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        t.backend_tokenizer.pre_tokenizer = None
    ids = list(range(3, 23))
    with torch.no_grad():
        logp = m(torch.tensor([ids])).logits.log_softmax(-1)[0]
    scores = [float(logp[i, ids[i + 1]]) for i in range(len(ids) - 1)]
    encode = lambda s: t(s)["input_ids"]
    (OUT / f"{name}.json").write_text(json.dumps({"ids": ids, "logp": scores, "texts": [
        {"text": s, "ids": encode(s)} for s in TEXTS]}, ensure_ascii=False, indent=1) + "\n")

blocks()
model("llama-smollm", "llama", lambda w: byte_level(w, "smollm"), [T.Q8_0, T.Q4_0, T.Q4_1, T.Q5_0])
model("llama-spm", "llama", sentence_piece, [T.Q8_0], tied=False)
model("qwen2", "qwen2", lambda w: byte_level(w, "qwen2"), [T.F16], bias=True)
model("qwen3", "qwen3", lambda w: byte_level(w, "qwen2"), [T.BF16], dim=16, norms=True, tied=False)
