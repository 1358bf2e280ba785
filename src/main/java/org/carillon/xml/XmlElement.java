package org.carillon.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One element with all that it holds. Immutable.
 *
 * @param namespace empty for an element in none
 * @param name without prefix
 * @param attributes those in no namespace, by name
 * @param children in document order
 * @param text the element's own text, without its children's; white space around it removed
 */
public record XmlElement(
        String namespace,
        String name,
        Map<String, String> attributes,
        List<XmlElement> children,
        String text) {
    public XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    public Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** Whether this is that element of that namespace. */
    public boolean is(String wantedNamespace, String wantedName) {
        return namespace.equals(wantedNamespace) && name.equals(wantedName);
    }

    /** The children of one kind; those of other kinds are extensions, and skipped. */
    public Stream<XmlElement> children(String wantedNamespace, String wantedName) {
        return children.stream().filter(child -> child.is(wantedNamespace, wantedName));
    }

    public Optional<XmlElement> child(String wantedNamespace, String wantedName) {
        return children(wantedNamespace, wantedName).findFirst();
    }
}
