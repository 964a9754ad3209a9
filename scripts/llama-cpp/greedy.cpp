// What llama.cpp's likeliest tokens are, beside tokens that are given: for LlamaCppTest.
//
//   greedy MODEL.gguf [LORA.gguf] < lines of "PROMPT IDS | FOLLOWING IDS"
//
// prints a line for each of the following ids: "LIKELIEST LOGP_OF_IT LOGP_OF_THE_GIVEN", and an empty one after each row.
// Keys and values are kept in fp32, and attention is not fused, so that nothing but the weights is rounded.
// To build it, where llama.cpp lies in $LLAMA and was built in $LLAMA/build:
//
//   g++ -std=c++17 -O1 greedy.cpp -I $LLAMA/include -I $LLAMA/ggml/include \
//       -L $LLAMA/build/bin -Wl,-rpath,$LLAMA/build/bin -lllama -lggml -lggml-base -o greedy
#include "llama.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

static void answer(llama_model *model, llama_adapter_lora *lora, const std::string &line) {
    std::vector<llama_token> prompt, following;
    std::vector<llama_token> *into = &prompt;
    std::stringstream words(line);
    for (std::string word; words >> word;) {
        if (word == "|") into = &following;
        else into->push_back(atoi(word.c_str()));
    }
    llama_context_params params = llama_context_default_params();
    params.n_ctx = params.n_batch = 2048;
    params.n_threads = params.n_threads_batch = 1;
    params.type_k = params.type_v = GGML_TYPE_F32;
    params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    llama_context *context = llama_init_from_model(model, params);
    float whole = 1;
    if (lora) llama_set_adapters_lora(context, &lora, 1, &whole);
    int size = llama_vocab_n_tokens(llama_model_get_vocab(model));
    std::vector<llama_token> next = prompt;
    for (llama_token given : following) {
        if (llama_decode(context, llama_batch_get_one(next.data(), next.size()))) exit(1);
        const float *logits = llama_get_logits_ith(context, -1);
        int best = std::max_element(logits, logits + size) - logits;
        double sum = 0;
        for (int token = 0; token < size; token++) sum += std::exp((double)logits[token] - logits[best]);
        printf("%d %.6f %.6f\n", best, -std::log(sum), logits[given] - (double)logits[best] - std::log(sum));
        next = {given};
    }
    printf("\n");
    llama_free(context);
}

int main(int argc, char **argv) {
    llama_log_set([](ggml_log_level level, const char *text, void *) {
        if (level == GGML_LOG_LEVEL_ERROR) fputs(text, stderr);
    }, nullptr);
    llama_backend_init();
    llama_model *model = argc < 2 ? nullptr : llama_model_load_from_file(argv[1], llama_model_default_params());
    llama_adapter_lora *lora = model && argc > 2 ? llama_adapter_lora_init(model, argv[2]) : nullptr;
    if (!model || (argc > 2 && !lora)) return 1;
    for (std::string line; std::getline(std::cin, line);) answer(model, lora, line);
    return 0;
}
