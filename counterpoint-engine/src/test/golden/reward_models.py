"""Makes tiny random reward models, and the scores that transformers computes with them.

Python 3.11, torch 2.10.0, transformers 5.23.0, safetensors. Run from counterpoint-engine:

    python src/test/golden/reward_models.py      writes src/test/resources/golden/rewards
"""

import json
import math
import shutil
from pathlib import Path

import torch
import transformers
from transformers import AutoModelForSequenceClassification, LlamaConfig, MistralConfig, Qwen2Config, Qwen3Config

assert transformers.__version__ == "5.23.0" and torch.__version__.startswith("2.10.0")
torch.set_num_threads(1)

OUT = Path("src/test/resources/golden/rewards")
VOCABULARY = 96
COMMON = dict(
    vocab_size=VOCABULARY, hidden_size=24, intermediate_size=32, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-5, eos_token_id=2, num_labels=1)
MODELS = {  # the pad token is the end token, as many reward models have it; one has none
    "llama": (LlamaConfig(**COMMON, pad_token_id=2, tie_word_embeddings=True), torch.float32),
    "mistral": (MistralConfig(**COMMON, pad_token_id=0, sliding_window=8), torch.bfloat16),
    "qwen2": (Qwen2Config(**COMMON, pad_token_id=None), torch.bfloat16),
    "qwen3": (Qwen3Config(**COMMON, head_dim=6, pad_token_id=2), torch.float16),
}
LENGTHS = (1, 5, 17, 40)

shutil.rmtree(OUT, ignore_errors=True)
golden = {}
for seed, (name, (config, dtype)) in enumerate(MODELS.items()):
    config._attn_implementation = "eager"
    torch.manual_seed(seed)
    model = AutoModelForSequenceClassification.from_config(config)
    for key, p in model.named_parameters():
        if p.dim() == 1:
            p.data = torch.empty_like(p).uniform_(0.4, 1.8) if "norm" in key else torch.randn_like(p) * 0.5
        else:
            p.data = torch.randn_like(p) * (1 if "embed" in key else 1.5 / math.sqrt(p.shape[1]))
    model.to(dtype).save_pretrained(OUT / name)
    model = AutoModelForSequenceClassification.from_pretrained(
        OUT / name, dtype=torch.float32, attn_implementation="eager").eval()
    random = torch.Generator().manual_seed(seed)
    golden[name] = []
    for length in LENGTHS:
        drawn = torch.randint(3, VOCABULARY, (length,), generator=random).tolist()
        for tokens in (drawn, drawn + [2]):
            with torch.no_grad():
                logits = model(torch.tensor([tokens])).logits
            assert logits.shape == (1, 1)
            golden[name].append({"tokens": tokens, "score": logits.item()})
lines = (f"  {json.dumps(name)}: [\n    " + ",\n    ".join(map(json.dumps, cases)) + "\n  ]" for name, cases in golden.items())
(OUT / "golden.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
