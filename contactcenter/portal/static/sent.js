// The question has arrived: its draft is no longer needed.
try { sessionStorage.removeItem("draft /ask"); } catch { /* storage is forbidden */ }
