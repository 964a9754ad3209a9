"""Makes tiny GGUF files with gguf-py, what gguf-py reads in blocks, and what transformers reads in the files.

Python 3.11, torch 2.10.0, transformers 5.23.0, tokenizers 0.23.3, gguf 0.19.0. Run in this folder:
    python gguf_files.py ../resources/golden/gguf              # all
    python gguf_files.py ../resources/golden/gguf NAME ...     # families only

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

def family(name, arch, config, metadata, tokenizer=None, turned=False, plus=0):
    """A random model of transformers' own class, written with the names of gguf-py's tensor map. A cast to bf16 first, so
    that the files' types hold all numbers but those of norms; the log-probabilities are transformers' in fp32."""
    torch.manual_seed(len(name))
    w = gguf.GGUFWriter(OUT / f"{name}.gguf", arch)
    vocabulary = (tokenizer or (lambda w: byte_level(w, "gpt-2")))(w)
    c = AutoConfig.for_model(vocab_size=vocabulary, pad_token_id=None, bos_token_id=1, eos_token_id=2,
                             max_position_embeddings=128, **config)
    m = AutoModelForCausalLM.from_config(c, attn_implementation="eager").eval()
    with torch.no_grad():
        for key, p in m.named_parameters():
            p.copy_((torch.randn_like(p) * (0.9 / p.shape[-1] ** 0.5 if p.dim() > 1 else 0.1)
                     + (1 - plus if p.dim() == 1 and "norm" in key else 0)).bfloat16().float())
    dim = getattr(c, "head_dim", None) or c.hidden_size // c.num_attention_heads
    w.add_name("tiny"); w.add_block_count(c.num_hidden_layers); w.add_context_length(128)
    w.add_embedding_length(c.hidden_size); w.add_feed_forward_length(c.intermediate_size)
    w.add_head_count(c.num_attention_heads); w.add_head_count_kv(c.num_key_value_heads)
    w.add_layer_norm_rms_eps(c.rms_norm_eps); w.add_key_length(dim); w.add_value_length(dim)
    metadata(w, c)
    names = gguf.get_tensor_name_map(next(a for a, n in gguf.MODEL_ARCH_NAMES.items() if n == arch), c.num_hidden_layers)
    tied = c.tie_word_embeddings
    for key, p in m.state_dict().items():
        if tied and key == "lm_head.weight": continue
        n = p.numpy()
        if turned and (".q_proj." in key or ".k_proj." in key):
            heads = c.num_attention_heads if ".q_proj." in key else c.num_key_value_heads
            n = n.reshape(heads, 2, n.shape[0] // heads // 2, *n.shape[1:]).swapaxes(1, 2).reshape(n.shape)
        if key.endswith("norm.weight"): n = n + np.float32(plus)
        stem = names.get_name(key, try_suffixes=(".weight", ".bias"))
        if n.ndim == 1: w.add_tensor(stem, n.astype(np.float32))
        else: w.add_tensor(stem, quantize(n.astype(np.float32), T.BF16), raw_dtype=T.BF16)
    w.write_header_to_file(); w.write_kv_data_to_file(); w.write_tensors_to_file(); w.close()
    ids = [3 + (7 * i) % 200 for i in range(40)]
    with torch.no_grad():
        logp = m(torch.tensor([ids])).logits.log_softmax(-1)[0]
    scores = [float(logp[i, ids[i + 1]]) for i in range(len(ids) - 1)]
    (OUT / f"{name}.json").write_text(json.dumps({"ids": ids, "logp": scores, "texts": []}, indent=1) + "\n")

def common(**more):
    return dict(hidden_size=32, intermediate_size=64, num_attention_heads=4, num_key_value_heads=2, **more)

def gemma2(w, c):
    w.add_rope_freq_base(10000.0); w.add_sliding_window(c.sliding_window)
    w.add_attn_logit_softcapping(c.attn_logit_softcapping); w.add_final_logit_softcapping(c.final_logit_softcapping)

def gemma3(w, c):
    w.add_rope_freq_base(1e6); w.add_sliding_window(c.sliding_window)
    w.add_rope_scaling_type(gguf.RopeScalingType.LINEAR); w.add_rope_scaling_factor(8.0)

def phi3(w, c, longrope=False):
    w.add_rope_freq_base(10000.0); w.add_rope_dimension_count(6 if longrope else 8)
    w.add_rope_scaling_orig_ctx_len(16 if longrope else 128)
    if longrope:
        w.add_rope_scaling_attn_factors(1.25)
        for kind in ("long", "short"):
            w.add_tensor(f"rope_factors_{kind}.weight", np.array(c.rope_parameters[f"{kind}_factor"], dtype=np.float32))

def granite(w, c):
    w.add_rope_freq_base(10000.0); w.add_vocab_size(c.vocab_size); w.add_rope_dimension_count(8)
    w.add_attention_scale(c.attention_multiplier); w.add_embedding_scale(c.embedding_multiplier)
    w.add_residual_scale(c.residual_multiplier); w.add_logit_scale(c.logits_scaling)

FAMILIES = {
    "gemma2": lambda n: family(n, "gemma2", common(model_type="gemma2", num_hidden_layers=3, head_dim=16, sliding_window=8,
        query_pre_attn_scalar=16, attn_logit_softcapping=2.0, final_logit_softcapping=3.0), gemma2, sentence_piece, plus=1),
    "gemma3": lambda n: family(n, "gemma3", common(model_type="gemma3_text", num_hidden_layers=7, head_dim=16,
        sliding_window=8, query_pre_attn_scalar=16, rope_parameters={
            "full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1e6},
            "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}}), gemma3, plus=1),
    "phi3": lambda n: family(n, "phi3", common(model_type="phi3", num_hidden_layers=2, sliding_window=None), phi3),
    "phi3-longrope": lambda n: family(n, "phi3", common(model_type="phi3", num_hidden_layers=2, sliding_window=None,
        original_max_position_embeddings=16, partial_rotary_factor=0.75, tie_word_embeddings=True, rope_parameters={
            "rope_type": "longrope", "rope_theta": 10000.0, "partial_rotary_factor": 0.75, "attention_factor": 1.25,
            "original_max_position_embeddings": 16,
            "short_factor": [1.0, 1.5, 2.0], "long_factor": [1.0, 3.0, 6.0]}), lambda w, c: phi3(w, c, True)),
    "olmo2": lambda n: family(n, "olmo2", common(model_type="olmo2", num_hidden_layers=2, tie_word_embeddings=False),
        lambda w, c: w.add_rope_freq_base(10000.0), lambda w: byte_level(w, "dbrx")),
    "granite": lambda n: family(n, "granite", common(model_type="granite", num_hidden_layers=2, attention_multiplier=0.2,
        embedding_multiplier=3.0, residual_multiplier=0.6, logits_scaling=1.5, tie_word_embeddings=True), granite,
        lambda w: byte_level(w, "refact"), turned=True),
    "smollm3": lambda n: family(n, "smollm3", common(model_type="smollm3", num_hidden_layers=5, no_rope_layer_interval=4,
        use_sliding_window=False, tie_word_embeddings=True), lambda w, c: (w.add_rope_freq_base(2e6), w.add_rope_dimension_count(8)),
        lambda w: byte_level(w, "smaug-bpe"), turned=True),
}

if len(sys.argv) > 2:
    for n in sys.argv[2:]: FAMILIES[n](n)
    sys.exit()
blocks()
model("llama-smollm", "llama", lambda w: byte_level(w, "smollm"), [T.Q8_0, T.Q4_0, T.Q4_1, T.Q5_0])
model("llama-spm", "llama", sentence_piece, [T.Q8_0], tied=False)
model("qwen2", "qwen2", lambda w: byte_level(w, "qwen2"), [T.F16], bias=True)
model("qwen3", "qwen3", lambda w: byte_level(w, "qwen2"), [T.BF16], dim=16, norms=True, tied=False)
for n, make in FAMILIES.items(): make(n)
