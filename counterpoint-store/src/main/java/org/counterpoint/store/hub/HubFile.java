package org.counterpoint.store.hub;

import java.net.URI;

/**
 * A file of a repository, as the hub describes it.
 *
 * @param path in the repository, with slashes
 * @param size in bytes
 * @param place where its bytes are asked for
 */
record HubFile(String path, ContentHash hash, long size, URI place) {}
