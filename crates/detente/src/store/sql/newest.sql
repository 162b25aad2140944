NOT EXISTS (
    SELECT 1 FROM main.readings n
    JOIN main.runs nu ON nu.run_id = n.run_id
    JOIN main.versions nv ON nv.version_id = n.version_id
    WHERE n.document_id = r.document_id AND n.reading_id > r.reading_id AND {newer}
)