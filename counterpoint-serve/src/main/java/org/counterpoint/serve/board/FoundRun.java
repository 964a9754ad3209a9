package org.counterpoint.serve.board;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A run that lies below the folders that are looked at.
 *
 * @param folder absolute
 * @param name by which the page calls it
 * @param isRecipe whether it is a recipe's run; else it is a training run
 * @param recipe the id of the recipe's run that it is a part of; null where it stands alone
 */
record FoundRun(
        Path folder,
        String name,
        boolean isRecipe,
        @Nullable String recipe) {
    private static final int ID_LENGTH = 16;

    /** By which a page asks for it: no page names a path. */
    String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(folder.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
