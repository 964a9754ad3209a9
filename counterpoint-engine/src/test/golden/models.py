"""Makes tiny random models of every supported family, and what transformers computes with them.

Python 3.11, torch 2.10.0, transformers 5.23.0, safetensors, numpy. Run from counterpoint-engine:

    python src/test/golden/models.py             writes src/test/resources/golden/models and golden/rope.json
    python src/test/golden/models.py NAME ...    only these models
    python src/test/golden/models.py --ablate [NAME ...]   changes nothing; says how much each feature matters

README.md beside this script describes the files.
"""

import itertools
import json
import math
import shutil
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import (
    AutoConfig, AutoModelForCausalLM, Gemma2Config, Gemma3TextConfig, GraniteConfig, LlamaConfig, MistralConfig, Olmo2Config,
    Phi3Config, Qwen2Config, Qwen3Config, SmolLM3Config)
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

assert transformers.__version__ == "5.23.0" and torch.__version__.startswith("2.10.0")
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)

OUT = Path("src/test/resources/golden")
VOCABULARY = 96
ORIGINAL = 16  # rope's original length
WINDOW = 8


def base(**changes):
    common = dict(
        vocab_size=VOCABULARY,
        hidden_size=24,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=64,
        rms_norm_eps=1e-5,
        tie_word_embeddings=False,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=None,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
    )
    common.update(changes)
    return common


def rope(kind, theta=10000.0, **more):
    return {"rope_type": kind, "rope_theta": theta, **more}


# name: (config, stored type, shard size, whether config.json has the keys of transformers 4)
MODELS = {
    "llama-plain": (LlamaConfig(**base(tie_word_embeddings=True)), torch.float32, None, True),
    "llama-biases": (
        LlamaConfig(**base(num_key_value_heads=2, attention_bias=True, mlp_bias=True)), torch.float32, None, False),
    "llama-linear": (LlamaConfig(**base(rope_parameters=rope("linear", factor=2.5))), torch.bfloat16, None, True),
    "llama-dynamic": (
        LlamaConfig(**base(rope_parameters=rope("dynamic", factor=8.0), max_position_embeddings=ORIGINAL)),
        torch.float16, None, False),
    "llama3": (
        LlamaConfig(**base(
            hidden_size=32, num_key_value_heads=2, head_dim=16, tie_word_embeddings=True,
            rope_parameters=rope("llama3", 500.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
                                 original_max_position_embeddings=ORIGINAL))),
        torch.bfloat16, None, True),
    "llama-yarn": (
        LlamaConfig(**base(
            hidden_size=32, num_key_value_heads=2, head_dim=16,
            rope_parameters=rope("yarn", 40.0, factor=4.0, beta_fast=1.3, beta_slow=0.3,
                                 original_max_position_embeddings=ORIGINAL))),
        torch.float16, None, False),
    "llama-yarn-untruncated": (
        LlamaConfig(**base(
            hidden_size=32, head_dim=16, num_key_value_heads=1,
            rope_parameters=rope("yarn", 300.0, factor=4.0, beta_fast=1.5, beta_slow=0.7, attention_factor=1.3,
                                 truncate=False, original_max_position_embeddings=ORIGINAL))),
        torch.bfloat16, None, True),
    "mistral": (
        MistralConfig(**base(
            hidden_size=32, num_key_value_heads=2, head_dim=12, sliding_window=WINDOW,
            rope_parameters=rope("default", 2000.0))),
        torch.bfloat16, 24_000, False),
    "qwen2": (
        Qwen2Config(**base(
            num_key_value_heads=2, tie_word_embeddings=True, rope_parameters=rope("default", 1000000.0))),
        torch.float32, None, True),
    "qwen2-window": (
        Qwen2Config(**base(
            num_hidden_layers=3, num_key_value_heads=2, use_sliding_window=True, sliding_window=WINDOW,
            max_window_layers=1, rope_parameters=rope("default", 5000.0))),
        torch.bfloat16, None, False),
    "qwen3": (
        Qwen3Config(**base(hidden_size=32, num_key_value_heads=2, head_dim=10, rope_parameters=rope("default", 3000.0))),
        torch.bfloat16, None, True),
    "smollm2": (
        LlamaConfig(**base(
            hidden_size=36, num_attention_heads=6, num_key_value_heads=2, tie_word_embeddings=True, pad_token_id=2,
            rope_parameters=rope("default", 100000.0))),
        torch.bfloat16, None, False),
    "gemma2": (
        Gemma2Config(**base(
            hidden_size=32, num_hidden_layers=3, num_key_value_heads=2, head_dim=12, sliding_window=WINDOW,
            query_pre_attn_scalar=20, attn_logit_softcapping=3.0, final_logit_softcapping=4.0, tie_word_embeddings=True,
            pad_token_id=0, rope_parameters=rope("default", 2000.0))),
        torch.bfloat16, None, True),
    "gemma3": (
        Gemma3TextConfig(**base(
            hidden_size=32, num_hidden_layers=4, num_key_value_heads=2, head_dim=12, sliding_window=WINDOW,
            layer_types=["sliding_attention", "sliding_attention", "full_attention", "sliding_attention"],
            query_pre_attn_scalar=20, final_logit_softcapping=4.0, tie_word_embeddings=True, pad_token_id=0,
            rope_parameters={"full_attention": rope("linear", 50000.0, factor=3.0),
                             "sliding_attention": rope("default", 700.0)})),
        torch.bfloat16, None, False),
    "phi3": (
        Phi3Config(**base(hidden_size=32, num_key_value_heads=2, sliding_window=WINDOW,
                          rope_parameters=rope("default", 2000.0))),
        torch.bfloat16, None, True),
    "phi3-longrope": (
        Phi3Config(**base(
            hidden_size=48, num_key_value_heads=2, tie_word_embeddings=True, original_max_position_embeddings=ORIGINAL,
            rope_parameters=rope("longrope", 300.0, partial_rotary_factor=0.5, short_factor=[1.0, 1.1, 1.7],
                                 long_factor=[1.3, 2.5, 7.0], original_max_position_embeddings=ORIGINAL))),
        torch.float16, None, False),
    "olmo2": (
        Olmo2Config(**base(num_key_value_heads=2, pad_token_id=1, rope_parameters=rope("default", 5000.0))),
        torch.bfloat16, None, True),
    "granite": (
        GraniteConfig(**base(
            num_key_value_heads=2, tie_word_embeddings=True, attention_bias=True, mlp_bias=True, embedding_multiplier=3.0,
            logits_scaling=1.5, residual_multiplier=0.6, attention_multiplier=0.3)),
        torch.bfloat16, None, False),
    "smollm3": (
        SmolLM3Config(**base(
            num_hidden_layers=3, num_key_value_heads=2, tie_word_embeddings=True, no_rope_layers=[1, 0, 1],
            use_sliding_window=True, sliding_window=WINDOW, rope_parameters=rope("default", 5000.0))),
        torch.bfloat16, None, True),
}
CENTRED = ("gemma2", "gemma3")  # norms multiply by 1 + weight
FULL_GRADIENTS = "llama-biases"
SHAPES = [(7, (5, 12, 20)), (14, (3, 9, 26)), (1, (1, 2, 6))]


def make(name, seed):
    config, dtype, _, _ = MODELS[name]
    config._attn_implementation = "eager"
    torch.manual_seed(seed)
    model = AutoModelForCausalLM.from_config(config)
    for key, p in model.named_parameters():
        if p.dim() == 1:
            low = -0.6 if name in CENTRED else 0.4
            p.data = torch.empty_like(p).uniform_(low, low + 1.4) if "norm" in key else torch.randn_like(p) * 0.5
        elif "embed" in key:
            p.data = torch.randn_like(p) * (0.45 if config.tie_word_embeddings else 1.0)
        elif "lm_head" in key:
            p.data = torch.randn_like(p) * 2 / math.sqrt(p.shape[1])
        else:
            sharp = 1.7 if "q_proj" in key or "k_proj" in key or "qkv_proj" in key else 1.2
            p.data = torch.randn_like(p) * sharp / math.sqrt(p.shape[1])
        p.data = p.data.to(dtype).float()
    model.tie_weights()
    return model.eval()


def write(name, model):
    _, dtype, shard, old = MODELS[name]
    folder = OUT / "models" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    model.to(dtype).save_pretrained(folder, max_shard_size=shard or "1GB")
    (folder / "generation_config.json").unlink(missing_ok=True)
    if old:
        path = folder / "config.json"
        config = json.loads(path.read_text())
        parameters = config.pop("rope_parameters")
        config["rope_theta"] = parameters.pop("rope_theta")
        if parameters["rope_type"] != "default":
            config["rope_scaling"] = {("type" if k == "rope_type" else k): v for k, v in parameters.items()}
        config["torch_dtype"] = config.pop("dtype")
        path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
    return folder


def load(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def fresh(model):
    """Forgets what dynamic scaling keeps of earlier, longer sequences."""
    rotary = model.model.rotary_emb
    if not hasattr(rotary, "inv_freq"):
        return
    rotary.inv_freq = rotary.original_inv_freq.clone()
    rotary.max_seq_len_cached = rotary.original_max_seq_len


def groups(seed):
    random = torch.Generator().manual_seed(seed)

    def draw(n):
        return torch.randint(0, VOCABULARY, (n,), generator=random).tolist()

    made = []
    for prompt, lengths in SHAPES:
        head = draw(prompt)
        if prompt > 4:
            head[3] = 2
        made.append((head, [draw(n - 1) + [2] for n in lengths]))
    return made


def logits_of(model, tokens):
    fresh(model)
    return model(torch.tensor([tokens]), use_cache=False).logits[0]


def log_probability(model, prompt, response):
    logits = logits_of(model, prompt + response)[len(prompt) - 1:-1].double()
    return logits.log_softmax(-1)[torch.arange(len(response)), torch.tensor(response)].sum()


def log_probabilities(model, grouped):
    with torch.no_grad():
        return [[log_probability(model, p, r).item() for r in rs] for p, rs in grouped]


def summary(gradient):
    g = gradient.double().flatten()
    j = torch.arange(g.numel(), dtype=torch.float64)
    at = [int(i * (g.numel() - 1) / 3) for i in range(4)]
    return {
        "norm": g.norm().item(),
        "dot_sin": (g * torch.sin(j + 1)).sum().item(),
        "dot_cos": (g * torch.cos(0.37 * j)).sum().item(),
        "at": at,
        "values": [g[i].item() for i in at],
    }


def greedy(model, prompt, cache):
    fresh(model)
    out = model.generate(
        torch.tensor([prompt]), attention_mask=torch.ones(1, len(prompt), dtype=torch.long), do_sample=False,
        max_new_tokens=20, eos_token_id=None, pad_token_id=0, use_cache=cache, output_logits=True,
        return_dict_in_generate=True)
    margins = [l[0].topk(2).values for l in out.logits]
    return out.sequences[0, len(prompt):].tolist(), min((m[0] - m[1]).item() for m in margins)


def golden(name, model, seed):
    """None where two tokens are so close that rounding could turn a greedy generation."""
    grouped = groups(seed)
    answer = {"transformers": transformers.__version__, "torch": torch.__version__.split("+")[0]}
    coefficients = [[round(math.sin(1.3 * (3 * g + i) + 0.5), 3) for i in range(3)] for g in range(len(grouped))]
    answer["groups"] = [
        {"prompt": p, "responses": rs, "logp": l, "coefficients": c}
        for (p, rs), l, c in zip(grouped, log_probabilities(model, grouped), coefficients)]
    model.zero_grad()
    for (p, rs), cs in zip(grouped, coefficients):
        for r, c in zip(rs, cs):
            (c * log_probability(model, p, r)).backward()
    answer["gradient"] = {key: summary(p.grad) for key, p in model.named_parameters()}
    if name == FULL_GRADIENTS:
        save_file({key: p.grad.clone() for key, p in model.named_parameters()},
                  OUT / "models" / name / "gradients.safetensors")
    answer["generations"] = []
    for prompt, _ in grouped[:2]:
        tokens, margin = greedy(model, prompt, True)
        without, _ = greedy(model, prompt, False)
        if margin < 2e-3:
            return None
        entry = {"prompt": prompt, "tokens": tokens, "margin": margin}
        if without != tokens:
            entry["tokens_without_cache"] = without
        answer["generations"].append(entry)
    prompt, responses = grouped[1]
    tokens = prompt + responses[2]
    positions = [0, len(tokens) // 2, len(tokens) - 1] if name == "llama-plain" else [len(tokens) - 1]
    with torch.no_grad():
        logits = logits_of(model, tokens)
    answer["logits"] = {"tokens": tokens, "positions": positions, "values": [logits[i].tolist() for i in positions]}
    return answer


def layout(answer):
    """One line a group, a parameter, a generation: readable, and small."""
    lines = []
    for key, value in answer.items():
        if isinstance(value, list):
            body = "[\n    " + ",\n    ".join(json.dumps(v) for v in value) + "\n  ]"
        elif key == "gradient":
            body = "{\n    " + ",\n    ".join(json.dumps(k) + ": " + json.dumps(v) for k, v in value.items()) + "\n  }"
        else:
            body = json.dumps(value)
        lines.append(f"  {json.dumps(key)}: {body}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def rope_cases():
    cases = []

    def case(config, lengths):
        for length in lengths:
            embedding = LlamaRotaryEmbedding(config)
            embedding(torch.zeros(1), torch.arange(length).unsqueeze(0))
            cases.append({"config": config.to_diff_dict() | {"architectures": ["LlamaForCausalLM"]},
                          "sequence_length": length, "inverse": embedding.inv_freq.tolist(),
                          "attention_factor": float(embedding.attention_scaling)})

    small = dict(vocab_size=96, hidden_size=128, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
                 num_key_value_heads=2)
    for theta in (10000.0, 100000.0, 500000.0, 1234.5):
        case(LlamaConfig(**small, rope_parameters=rope("default", theta)), [100])
    case(LlamaConfig(**small, rope_parameters=rope("linear", 10000.0, factor=2.7)), [100])
    for factor in (2.0, 3.3):
        case(LlamaConfig(**small, rope_parameters=rope("dynamic", 10000.0, factor=factor)), [100, 2048, 2049, 7000])
    for factor, low, high, original in ((8.0, 1.0, 4.0, 8192), (32.0, 1.5, 4.5, 1024)):
        case(LlamaConfig(**small, max_position_embeddings=131072, rope_parameters=rope(
            "llama3", 500000.0, factor=factor, low_freq_factor=low, high_freq_factor=high,
            original_max_position_embeddings=original)), [100, 9000])
    for more in ({}, {"beta_fast": 20.0, "beta_slow": 2.0}, {"truncate": False}, {"attention_factor": 0.9},
                 {"mscale": 0.8, "mscale_all_dim": 1.1}, {"mscale": 0.8}):
        case(LlamaConfig(**small, max_position_embeddings=32768, rope_parameters=rope(
            "yarn", 10000.0, factor=4.0, original_max_position_embeddings=8192, **more)), [100])
    return cases


def ablations(name, model, grouped):
    """Yields what was taken out of the model, and the model without it."""
    from transformers.models.llama import modeling_llama
    folder = OUT / "models" / name
    config = AutoConfig.from_pretrained(folder)
    state = {k: v.float() for k, v in model.state_dict().items()}

    def changed(alter_config=None, alter=None):
        c = AutoConfig.from_pretrained(folder)
        if alter_config:
            alter_config(c)
        c._attn_implementation = "eager"
        m = AutoModelForCausalLM.from_config(c, dtype=torch.float32)
        kept = state if c.tie_word_embeddings or not config.tie_word_embeddings else {
            k: v for k, v in state.items() if k != "lm_head.weight"}
        m.load_state_dict(kept, strict=False)
        if alter:
            with torch.no_grad():
                for k, p in m.named_parameters():
                    alter(k, p)
        return m.eval()

    yield "nothing", changed()
    for bias in ("q_proj.bias", "k_proj.bias", "v_proj.bias", "o_proj.bias", "gate_proj.bias", "up_proj.bias",
                 "down_proj.bias"):
        if any(k.endswith(bias) for k in state):
            yield bias, changed(alter=lambda k, p: p.zero_() if k.endswith(bias) else None)
    one = 0 if name in CENTRED else 1
    for norm in ("input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm", "post_feedforward_layernorm",
                 "model.norm", "q_norm", "k_norm"):
        if any(norm in k for k in state):
            yield norm + " weight", changed(alter=lambda k, p: p.fill_(one) if norm in k else None)
    if getattr(config, "sliding_window", None):
        def no_window(c):
            c.sliding_window = c.sliding_window if name in CENTRED else None
            if hasattr(c, "layer_types"):
                c.layer_types = ["full_attention"] * c.num_hidden_layers
        yield "window", changed(no_window)

        def narrower(c):
            c.sliding_window -= 1
        yield "window one less", changed(narrower)
    for key, value in {"attn_logit_softcapping": None, "final_logit_softcapping": None, "query_pre_attn_scalar": 12,
                       "hidden_activation": "silu", "embedding_multiplier": 1.0, "logits_scaling": 1.0,
                       "residual_multiplier": 1.0, "attention_multiplier": 6 ** -0.5, "no_rope_layers": [1, 1, 1]}.items():
        if getattr(config, key, value) != value:
            yield key, changed(lambda c: setattr(c, key, value))
    if name in CENTRED:
        yield "one plus weight", changed(alter=lambda k, p: p.sub_(1) if "norm" in k else None)
        scaled = changed()
        scaled.model.embed_tokens.embed_scale = torch.tensor(1.0)
        yield "embedding scale", scaled
    if "full_attention" in config.rope_parameters:
        for kind in config.rope_parameters:
            def other(c):
                c.rope_parameters = c.rope_parameters | {kind: rope("default", 10000.0)}
            yield "rope of " + kind, changed(other)
        return
    if config.rope_parameters["rope_type"] == "longrope":
        for key in ("short_factor", "long_factor"):
            def ones(c):
                c.rope_parameters = c.rope_parameters | {key: [1.0, 1.0, 1.0]}
            yield "rope " + key, changed(ones)
        def unmagnified(c):
            c.rope_parameters = c.rope_parameters | {"attention_factor": 1.0}
        yield "rope attention factor", changed(unmagnified)
        return
    if config.rope_parameters["rope_type"] != "default":
        def plain(c):
            c.rope_parameters = rope("default", c.rope_parameters["rope_theta"])
        yield "rope scaling", changed(plain)
        for key in ("beta_fast", "beta_slow", "truncate", "attention_factor", "low_freq_factor"):
            if key in config.rope_parameters:
                def without(c):
                    c.rope_parameters = dict(c.rope_parameters)
                    if key == "low_freq_factor":
                        c.rope_parameters[key] = 2.0
                    else:
                        del c.rope_parameters[key]
                yield "rope " + key, changed(without)
    if config.rope_parameters["rope_theta"] != 10000.0:
        def theta(c):
            c.rope_parameters = c.rope_parameters | {"rope_theta": 10000.0}
        yield "rope theta", changed(theta)
    yield "rms eps", changed(lambda c: setattr(c, "rms_norm_eps", 1e-3))
    if 1 < config.num_key_value_heads < config.num_attention_heads:
        module = sys.modules[type(model).__module__]
        kept = module.repeat_kv
        module.repeat_kv = lambda x, n: x.repeat(1, n, 1, 1)
        yield "gqa mapping", changed()
        module.repeat_kv = kept
    if config.tie_word_embeddings:
        yield "tied embedding", changed(lambda c: setattr(c, "tie_word_embeddings", False))


def ablate(names):
    for number, name in enumerate(MODELS):
        if names and name not in names:
            continue
        model = load(OUT / "models" / name)
        grouped = groups(number)
        reference = torch.tensor(log_probabilities(model, grouped)).flatten()
        for what, other in ablations(name, model, grouped):
            got = torch.tensor(log_probabilities(other, grouped)).flatten()
            relative = ((got - reference) / reference).abs()
            print(f"{name:24} {what:32} relative change: most {relative.max():.1e}, median {relative.median():.1e}")


def main(names):
    for number, name in enumerate(MODELS):
        if names and name not in names:
            continue
        for seed in itertools.count(100 + number, 100):
            folder = write(name, make(name, seed))
            answer = golden(name, load(folder), number)
            if answer:
                break
        (folder / "golden.json").write_text(layout(answer))
        print(name, seed, sum(f.stat().st_size for f in folder.iterdir()))
    if names:
        return
    (OUT / "rope.json").write_text("[\n" + ",\n".join(json.dumps(c) for c in rope_cases()) + "\n]\n")


if __name__ == "__main__":
    ablate(sys.argv[2:]) if "--ablate" in sys.argv else main(sys.argv[1:])
