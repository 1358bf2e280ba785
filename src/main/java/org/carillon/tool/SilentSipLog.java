package org.carillon.tool;

import gov.nist.core.ServerLogger;
import gov.nist.core.StackLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/** The SIP stack's two logs, discarded: the tools say themselves what a person needs to know. */
public final class SilentSipLog implements StackLogger, ServerLogger {
    /** The stack creates it by name. */
    public SilentSipLog() {}

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int traceLevel) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable ex) {}

    @Override
    public void logException(Exception ex) {}

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception ex) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logFatalError(String message) {}

    @Override
    public void logError(String message) {}

    @Override
    public void logError(String message, Exception ex) {}

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int logLevel) {
        return false;
    }

    @Override
    public void logWarning(String string) {}

    @Override
    public void logInfo(String string) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String buildTimeStamp) {}

    @Override
    public void setStackProperties(Properties stackProperties) {}

    @Override
    public String getLoggerName() {
        return "silent";
    }

    @Override
    public void closeLogFile() {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {}

    @Override
    public void logMessage(
            SIPMessage message, String from, String to, String status, boolean sender, long time) {}

    @Override
    public void logMessage(
            SIPMessage message, String from, String to, String status, boolean sender) {}

    @Override
    public void setSipStack(SipStack sipStack) {}
}
