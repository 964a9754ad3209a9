package org.counterpoint.app.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.counterpoint.store.hub.HubKind;

/** An option that takes a folder or a file, or a name on the Hugging Face Hub in its place. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface FromHub {
    /** What is named. */
    HubKind value();

    /** Whether the option takes one file: a name is then the only data file of what it names. */
    boolean file() default false;

    /** Whether {@code =WEIGHT} may stand behind, and nothing before. */
    boolean weighted() default false;
}
