package org.carillon.call;

/** Port: the built-in registrar (RFC 3261 §10.3, RFC 5627 §5). May block. */
public interface Registrar {
    RegisterOutcome register(RegisterRequest request) throws SourceException;
}
