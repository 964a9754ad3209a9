/**
 * Response groups as tokens: encoding them, keeping them on disk, cutting them into batches and scoring them. Nothing
 * here knows of losses or gradients.
 */
@NullMarked
package org.counterpoint.train.batch;

import org.jspecify.annotations.NullMarked;
