#!/usr/bin/env bash
# Makes the demo's starter, teachers and answers again (docs/demo.md). Training the
# teachers took 16 minutes and the starter 9, each on one core of a busy machine.
#   recipes/demo-world/make.sh OUT
set -euo pipefail
out=${1:?a folder to write to}
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
counterpoint() { "$here/counterpoint" "$@"; }
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
mkdir -p "$out/demo"
cd "$out"

# A shape and a tokenizer; what teachers and starter read.
counterpoint demo-world PARTS --out parts
counterpoint demo-world LESSONS --count 160000 --framed 0.5 --seed 101 --out lessons.jsonl
counterpoint demo-world TEXTS --count 140000 --seed 202 --out texts.jsonl
training=(--set groups_per_step=64 --set threads=1 --set schedule=cosine --set warmup_ratio=0.03 --set max_length=160
    --set checkpoint.every=500 --set checkpoint.keep=20 --set micro_batch_tokens=8192 --set learning_rate=2e-3)

# Three teachers: one model of its lessons, asked after 500, 1000 and all 2500 steps.
counterpoint model init --config parts/config.json --tokenizer parts/tokenizer --out new-teacher --seed 1
counterpoint train sft --model new-teacher --data lessons.jsonl --out teacher "${training[@]}"

# The starter: another model, which read the world's texts and was never shown a conversation.
counterpoint model init --config parts/config.json --tokenizer parts/tokenizer --out new-starter --seed 2
counterpoint train sft --model new-starter --data texts.jsonl --out starter "${training[@]}"

counterpoint demo-world TASKS --split TRAIN --count 1440 --seed 31 --out demo/train.jsonl
counterpoint demo-world TASKS --split TEST --count 1200 --unseen 120 --seed 41 --out demo/test.jsonl
counterpoint demo-world TASKS --split DEVELOPMENT --count 600 --unseen 60 --seed 51 --out demo/development.jsonl

ask() { # model, name, temperature, tasks, out, seed
    counterpoint generate --model "$1" --name "$2" --temperature "$3" --data "demo/$4.jsonl" --out "demo/$5.json" \
        --format alpaca_eval --max-new-tokens 40 --batch-size 64 --seed "$6"
}
ask teacher/final strong 0.7 train strong 1
ask teacher/checkpoints/step-1000 middle 1 train middle 2
ask teacher/checkpoints/step-500 weak 1 train weak 3
ask teacher/checkpoints/step-1000 middle 1 test middle-test 4
ask teacher/checkpoints/step-1000 middle 1 development middle-development 5
mkdir -p demo/starter
cp starter/final/{config.json,model.safetensors,tokenizer.json,tokenizer_config.json,chat_template.jinja} demo/starter/
