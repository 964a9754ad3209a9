/** Commands that run elsewhere: what they ask of a cluster, and where one is found. Which cluster it is is not known here. */
@NullMarked
package org.counterpoint.app.cluster;

import org.jspecify.annotations.NullMarked;
