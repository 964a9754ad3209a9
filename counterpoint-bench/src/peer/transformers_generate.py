#!/usr/bin/env python3
"""transformers' generate on a prompts file, timed. Prints one JSON object on stdout.

  python transformers_generate.py --model DIR --prompts prompts.jsonl --batch 8 --new-tokens 128 --precision fp32

Greedy. --forced makes every row exactly --new-tokens long (end tokens are suppressed); without it rows end where the
model ends them, and "tokens" counts what was made up to and with the end token. The first batch is generated once with
4 tokens for warming up, then all batches, padded on the left, are timed. Loading and tokenising are outside.
--texts FILE writes the answers, one JSON line a prompt, for a comparison of what was said.
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault("HF_HUB_OFFLINE", "1")

import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--prompts", type=Path, required=True, help="JSON lines with messages")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--new-tokens", type=int, default=128)
    parser.add_argument("--forced", action="store_true")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32", help="of weights and arithmetic")
    parser.add_argument("--texts", type=Path)
    return parser.parse_args()


def generate(model, batch, new_tokens, forced):
    with torch.inference_mode():
        out = model.generate(
            **batch, do_sample=False, max_new_tokens=new_tokens, min_new_tokens=new_tokens if forced else None
        )
    return out[:, batch["input_ids"].shape[1] :]


def length(row, ends):
    """Tokens up to and with the first end token."""
    for i, token in enumerate(row):
        if token in ends:
            return i + 1
    return len(row)


def main():
    args = arguments()
    transformers.utils.logging.disable_progress_bar()
    tokenizer = AutoTokenizer.from_pretrained(args.model, padding_side="left")
    dtype = torch.float32 if args.precision == "fp32" else torch.bfloat16
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=dtype, attn_implementation="sdpa").eval()
    with open(args.prompts, encoding="utf-8") as lines:
        prompts = [json.loads(line)["messages"] for line in lines if line.strip()]
    batches = [
        tokenizer.apply_chat_template(
            prompts[i : i + args.batch], add_generation_prompt=True, padding=True, return_tensors="pt", return_dict=True
        )
        for i in range(0, len(prompts), args.batch)
    ]
    ends = model.generation_config.eos_token_id
    ends = set(ends if isinstance(ends, list) else [ends])
    generate(model, batches[0], 4, args.forced)
    start = time.perf_counter()
    rows = [row for batch in batches for row in generate(model, batch, args.new_tokens, args.forced).tolist()]
    seconds = time.perf_counter() - start
    row_tokens = [len(row) if args.forced else length(row, ends) for row in rows]
    if args.texts:
        with open(args.texts, "w", encoding="utf-8") as out:
            for prompt, row in zip(prompts, rows):
                text = tokenizer.decode(row, skip_special_tokens=True)
                out.write(json.dumps({"messages": prompt, "text": text}, ensure_ascii=False) + "\n")
    print(
        json.dumps(
            {
                "prompts": len(prompts),
                "row_tokens": row_tokens,
                "tokens": sum(row_tokens),
                "seconds": seconds,
                "tokens_per_second": sum(row_tokens) / seconds,
                "peak_rss_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
                "threads": torch.get_num_threads(),
                "jemalloc": "jemalloc" in Path("/proc/self/maps").read_text(),
                "versions": {
                    "python": sys.version.split()[0],
                    "torch": torch.__version__,
                    "transformers": transformers.__version__,
                },
            }
        )
    )


if __name__ == "__main__":
    main()
