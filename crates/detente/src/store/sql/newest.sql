NOT EXISTS (
    SELECT 1 FROM main.readings n
    WHERE n.document_id = r.document_id AND n.reading_id > r.reading_id AND {newer}
)